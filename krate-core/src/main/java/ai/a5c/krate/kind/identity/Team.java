package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** People who own, review or decide together. */
@KindInfo(
        plural = "teams",
        shortNames = {"tm"},
        storage = Storage.CONFIG,
        doc = "People who own, review or decide together.",
        columns = {"Name=.spec.displayName", "Members=.spec.members"})
public record Team(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public Team withMetadata(Metadata next) {
        return new Team(next, spec, status);
    }

    /** Who belongs to the team. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field("The name for people.") String displayName,

            @Field(value = "The people.", required = true, ref = "User")
            List<String> members) {

        public Spec {
            members = List.copyOf(members);
        }
    }
}
