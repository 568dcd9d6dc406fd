package ai.a5c.krate.kind.identity;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The identity that agents or runners act under. */
@KindInfo(
        plural = "agentserviceaccounts",
        shortNames = "agentsa",
        storage = Storage.CONFIG,
        doc = "The identity that agents or runners act under.",
        columns = {"Account=.spec.serviceAccountName", "Trust=.spec.trustTier"},
        wide = {"Account namespace=.spec.namespace", "Owner=.spec.owner.name"})
public record AgentServiceAccount(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentServiceAccount withMetadata(Metadata next) {
        return new AgentServiceAccount(next, spec, status);
    }

    /** The same with another status. */
    public AgentServiceAccount with(ReadyStatus next) {
        return new AgentServiceAccount(metadata, spec, next);
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

            @Field(
                    "Who answers for the account; a user may bind it as allow-if-owner says, once an administrator has saved this.")
            Owner owner,

            @Field(value = "Repositories it may be used for; empty for none.", form = Form.GLOB)
            List<String> allowedRepositories,

            @Field(value = "Runner pools it may run on; empty for none.", form = Form.GLOB)
            List<String> allowedRunnerPools,

            @Field(
                    value =
                            "The highest trust of work that it may be used for everywhere; work of less trust needs untrusted.",
                    def = "untrusted")
            TrustTier trustTier,

            @Field("Whom the account's tokens are for where there is a cluster. Recorded; no tokens are made yet.")
            String tokenAudience,

            @Field(
                    value = "How long a token lives, in seconds. Recorded; no tokens are made yet.",
                    def = "3600",
                    min = 600,
                    max = 86400)
            long tokenExpirationSeconds,

            @Field(
                    value = "Secrets that images are pulled with where there is a cluster. Recorded; not used yet.",
                    form = Form.NAME)
            List<String> imagePullSecretRefs,

            @Field(
                    value =
                            "Whether the native account's token is mounted without being asked for. Recorded; not used yet.",
                    def = "false")
            boolean automountServiceAccountToken) {

        public Spec {
            allowedRepositories = List.copyOf(allowedRepositories);
            allowedRunnerPools = List.copyOf(allowedRunnerPools);
            imagePullSecretRefs = List.copyOf(imagePullSecretRefs);
        }
    }

    /** Who answers for an account. */
    @Rule(check = Check.REQUIRED_WHEN, fields = "name", when = "kind")
    @Rule(check = Check.REQUIRED_WHEN, fields = "kind", when = "name")
    public record Owner(
            @Field("What kind of owner.") @Nullable OwnerKind kind,

            @Field(value = "Its name.", form = Form.NAME) String name) {}

    /** Kinds of owners. */
    public enum OwnerKind {
        USER,
        TEAM,
        AGENT_STACK,
        SUBAGENT,
        RUNNER_POOL,
        ORGANIZATION
    }

    /** The two trust tiers of identities and pools. */
    public enum TrustTier {
        TRUSTED,
        UNTRUSTED
    }
}
