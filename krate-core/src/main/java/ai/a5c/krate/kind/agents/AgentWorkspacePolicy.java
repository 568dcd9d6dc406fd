package ai.a5c.krate.kind.agents;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.ReadyStatus;
import ai.a5c.krate.resource.Resource;
import java.util.List;

/** What kind of workspace a run gets, and how long it is kept. */
@KindInfo(
        plural = "agentworkspacepolicies",
        shortNames = {"wspolicy"},
        storage = Storage.CONFIG,
        doc = "What kind of workspace a run gets, and how long it is kept.",
        columns = {"Mode=.spec.mode", "Keep=.spec.retentionPolicy.maxAge"},
        wide = "Bytes=.spec.maxBytes")
public record AgentWorkspacePolicy(Metadata metadata, Spec spec, ReadyStatus status) implements Resource {

    @Override
    public AgentWorkspacePolicy withMetadata(Metadata next) {
        return new AgentWorkspacePolicy(next, spec, status);
    }

    /** The workspace and its end; work that is nowhere else is archived before its directory goes, unless an outcome is named. */
    public record Spec(
            @Field(
                    value = "The organization; follows from the namespace when absent.",
                    ref = "Organization",
                    immutable = true)
            String organizationRef,

            @Field(
                    value =
                            "A worktree of its own for each attempt, one for all on the same ref and work item, or none; untrusted work always has its own.",
                    required = true)
            Mode mode,

            @Field(value = "How long workspaces are kept.", required = true)
            RetentionPolicy retentionPolicy,

            @Field("Trust of work that may have such a workspace; empty for all.")
            List<RunnerPool.TrustTier> trustTiers,

            @Field(
                    value = "Bytes on disk; a larger one is not worked in and not kept; 0 for no limit.",
                    def = "0",
                    min = 0)
            long maxBytes,

            @Field("Outcomes after which the workspace goes at once with whatever is in it; a pin keeps it.")
            List<Outcome> cleanupOn) {

        public Spec {
            trustTiers = List.copyOf(trustTiers);
            cleanupOn = List.copyOf(cleanupOn);
        }
    }

    /** How long workspaces are kept. */
    public record RetentionPolicy(
            @Field(value = "How long after something was last done in it.", form = Form.DURATION, def = "7d")
            String maxAge,

            @Field(value = "How many of a work item are kept at most; 0 for no limit.", def = "0", min = 0)
            int maxCount) {}

    /** What kind of workspace. */
    public enum Mode {
        ISOLATED_WORKTREE,
        REUSE_BRANCH,
        NONE
    }

    /** How an attempt ended. */
    public enum Outcome {
        SUCCESS,
        FAILURE,
        CANCELLATION
    }
}
