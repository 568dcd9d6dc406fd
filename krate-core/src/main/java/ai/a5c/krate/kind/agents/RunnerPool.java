package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.Rule;
import ai.a5c.krate.resource.Rule.Check;

/** Where attempts run, and how many at a time. */
@KindInfo(
        plural = "runnerpools",
        shortNames = "pool",
        storage = Storage.CONFIG,
        doc = "Where attempts run, and how many at a time.",
        columns = {"Runtime=.spec.runtime", "Max=.spec.maxReplicas", "Trust=.spec.trustTier"},
        wide = {"Warm=.spec.warmReplicas", "Account=.spec.serviceAccountRef"})
public record RunnerPool(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public RunnerPool withMetadata(Metadata next) {
        return new RunnerPool(next, spec, status);
    }

    /** Which runtime, how many, for whom. */
    @Rule(
            check = Check.ASCENDING,
            fields = {"warmReplicas", "maxReplicas"})
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(value = "Attempts at the same time.", required = true, min = 1, max = 10000)
            int maxReplicas,

            @Field(
                    value = "Runners that wait for work, ready to start. Recorded; none wait yet.",
                    def = "0",
                    min = 0,
                    max = 10000)
            int warmReplicas,

            @Field(value = "Which work may run here: trusted work alone, or work of any trust.", def = "untrusted")
            TrustTier trustTier,

            @Field(value = "The runner's own identity.", ref = "AgentServiceAccount")
            String serviceAccountRef,

            @Field(value = "What starts the agents.", def = "process")
            RuntimeKind runtime,

            @Field("What one attempt may use here at most, where the runtime can hold it to that.")
            Limits limits) {}

    /** What one attempt may use at most. */
    public record Limits(
            @Field(
                    value =
                            "Processor time a second of time, in thousandths; 0 for no limit. Recorded; not enforced yet.",
                    def = "0",
                    min = 0)
            int cpuMillis,

            @Field(value = "Bytes of memory of each process; 0 for no limit.", def = "0", min = 0)
            long memoryBytes,

            @Field(
                    value = "Bytes on disk, of the workspace and the agent's own files; 0 for no limit.",
                    def = "0",
                    min = 0)
            long diskBytes,

            @Field(value = "Processes at the same time in a sandbox; 0 for no limit of its own.", def = "0", min = 0)
            int processes) {}

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
