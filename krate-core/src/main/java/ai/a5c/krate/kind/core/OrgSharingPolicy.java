package ai.a5c.krate.kind.core;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets resources of one organization refer to named resources of another; the only way across. */
@KindInfo(
        plural = "orgsharingpolicies",
        shortNames = "orgshare",
        storage = Storage.CONFIG,
        installation = true,
        doc = "Lets resources of one organization refer to named resources of another; the only way across.",
        columns = {"Source=.spec.sourceOrg", "Target=.spec.targetOrg", "Expires=.spec.expiresAt"},
        wide = "Purpose=.spec.purpose")
public record OrgSharingPolicy(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public OrgSharingPolicy withMetadata(Metadata next) {
        return new OrgSharingPolicy(next, spec, status);
    }

    /** What is shared, with whom, for how long. */
    @Rule(
            check = Check.DIFFERENT,
            fields = {"sourceOrg", "targetOrg"})
    public record Spec(
            @Field(
                    value = "The organization that shares.",
                    required = true,
                    ref = "Organization",
                    indexed = true,
                    immutable = true)
            String sourceOrg,

            @Field(
                    value = "The organization that may refer to what is shared.",
                    required = true,
                    ref = "Organization",
                    indexed = true,
                    immutable = true)
            String targetOrg,

            @Field(value = "What is shared.", required = true, listKey = "kind")
            List<AllowedRefs> allowedRefs,

            @Field("Why it is shared, for those who review it.")
            String purpose,

            @Field("When the sharing ends by itself; never when absent.") @Nullable Instant expiresAt) {

        public Spec {
            allowedRefs = List.copyOf(allowedRefs);
        }
    }

    /** Which resources of a kind. */
    public record AllowedRefs(
            @Field(value = "The kind, such as AgentSkill.", required = true)
            String kind,

            @Field(value = "The names of the resources; no patterns.", required = true, form = Form.NAME)
            List<String> names) {

        public AllowedRefs {
            names = List.copyOf(names);
        }
    }
}
