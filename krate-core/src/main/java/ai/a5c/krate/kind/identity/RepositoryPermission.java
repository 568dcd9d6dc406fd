package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;

/** What somebody may do in a repository. */
@KindInfo(
        plural = "repositorypermissions",
        shortNames = {"repoperm"},
        storage = Storage.CONFIG,
        doc = "What somebody may do in a repository.",
        columns = {
            "Repository=.spec.repository",
            "Kind=.spec.subject.kind",
            "Subject=.spec.subject.name",
            "Permission=.spec.permission"
        })
public record RepositoryPermission(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public RepositoryPermission withMetadata(Metadata next) {
        return new RepositoryPermission(next, spec, status);
    }

    /** Who may do what where. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "The repository.", required = true, ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(value = "Who has the permission.", required = true)
            Holder subject,

            @Field(value = "The permission; each holds those before it.", required = true)
            Permission permission) {}

    /** Who has a permission. */
    public record Holder(
            @Field(
                    value = "Whether it is a user, a team, a group or a service account.",
                    required = true,
                    immutable = true)
            HolderKind kind,

            @Field(value = "The name.", required = true, form = Form.NAME, indexed = true, immutable = true)
            String name) {}

    /** Kinds of those who have permissions. */
    public enum HolderKind {
        USER,
        TEAM,
        GROUP,
        SERVICE_ACCOUNT
    }

    /** Permissions of a repository, from least to most. */
    public enum Permission {
        READ,
        TRIAGE,
        WRITE,
        MAINTAIN,
        ADMIN
    }
}
