package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** The identity that agents or runners act under. */
@KindInfo(
        plural = "agentserviceaccounts",
        shortNames = "agentsa",
        storage = Storage.CONFIG,
        doc = "The identity that agents or runners act under.",
        columns = {"Account=.spec.serviceAccountName", "Trust=.spec.trustTier"})
public record AgentServiceAccount(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentServiceAccount withMetadata(Metadata next) {
        return new AgentServiceAccount(next, spec, status);
    }

    /** Which account, and where it may be used. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "The namespace of the native account.", required = true, form = Form.NAME)
            String namespace,

            @Field(value = "The name of the native account.", required = true, form = Form.NAME)
            String serviceAccountName,

            @Field(value = "Repositories it may be used for; empty for none.", form = Form.GLOB)
            List<String> allowedRepositories,

            @Field(value = "Runner pools it may run on; empty for none.", form = Form.GLOB)
            List<String> allowedRunnerPools,

            @Field(
                    value =
                            "The highest trust of work that it may be used for everywhere; work of less trust needs untrusted.",
                    def = "untrusted")
            TrustTier trustTier) {

        public Spec {
            allowedRepositories = List.copyOf(allowedRepositories);
            allowedRunnerPools = List.copyOf(allowedRunnerPools);
        }
    }

    /** The two trust tiers of identities and pools. */
    public enum TrustTier {
        TRUSTED,
        UNTRUSTED
    }
}
