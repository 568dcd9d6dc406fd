package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;

/** Says that an account somewhere else belongs to a user. */
@KindInfo(
        plural = "identitymappings",
        shortNames = {"idmap"},
        storage = Storage.CONFIG,
        doc = "Says that an account somewhere else belongs to a user.",
        columns = {"User=.spec.user", "Provider=.spec.provider", "Subject=.spec.subject"},
        wide = "Issuer=.spec.issuer")
public record IdentityMapping(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public IdentityMapping withMetadata(Metadata next) {
        return new IdentityMapping(next, spec, status);
    }

    /** Which account is which user. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "The user.", required = true, ref = "User", indexed = true)
            String user,

            @Field(
                    value = "What knows the account: gitea, oidc, jenkins, or a name of your own.",
                    required = true,
                    form = Form.NAME,
                    indexed = true,
                    immutable = true)
            String provider,

            @Field(
                    value = "The address of the provider, where there are several of its kind.",
                    form = Form.URL,
                    immutable = true)
            String issuer,

            @Field(
                    value =
                            "The account there: a Gitea login, an OIDC subject, a Jenkins user; or, for accounts at a forge, id: and the account's number there, which no other account ever gets. Where a user has an id at a provider, names there say nothing more of them.",
                    required = true,
                    indexed = true,
                    immutable = true)
            String subject) {}
}
