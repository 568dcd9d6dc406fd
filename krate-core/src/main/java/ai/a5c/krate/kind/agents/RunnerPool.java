package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;

/** Where attempts run, and how many at a time. */
@KindInfo(
        plural = "runnerpools",
        shortNames = "pool",
        storage = Storage.CONFIG,
        doc = "Where attempts run, and how many at a time.",
        columns = {"Runtime=.spec.runtime", "Max=.spec.maxReplicas", "Trust=.spec.trustTier"})
public record RunnerPool(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public RunnerPool withMetadata(Metadata next) {
        return new RunnerPool(next, spec, status);
    }

    /** Which runtime, how many, for whom. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Attempts at the same time, at least 1.", required = true)
            int maxReplicas,

            @Field(value = "Which work may run here.", def = "untrusted")
            TrustTier trustTier,

            @Field(value = "The runner's own identity.", ref = "AgentServiceAccount")
            String serviceAccountRef,

            @Field(value = "What starts the agents.", def = "process")
            RuntimeKind runtime) {}

    /** The two trust tiers of pools. */
    public enum TrustTier {
        TRUSTED,
        UNTRUSTED
    }

    /** What starts agents. */
    public enum RuntimeKind {
        PROCESS,
        AGENT_MUX,
        KUBERNETES_JOB,
        JENKINS_NODE
    }
}
