package ai.a5c.krate.workspace;

import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy.Mode;
import ai.a5c.krate.kind.agents.RunnerPool.TrustTier;
import ai.a5c.krate.validate.Faults;
import ai.a5c.krate.validate.Faults.Fault;
import java.util.List;

/** What is wrong with a workspace policy beyond the form of its fields: what could never hold is not stored. */
public final class PolicyCheck {

    private PolicyCheck() {}

    /** Every fault with its path. */
    public static List<Fault> faults(AgentWorkspacePolicy policy) {
        AgentWorkspacePolicy.Spec spec = policy.spec();
        Faults faults = new Faults();
        if (spec.mode() == Mode.NONE && spec.maxBytes() > 0) {
            faults.at(
                    "$.spec.maxBytes",
                    "in mode none nothing is checked out that could be too large; leave it out or name another mode");
        }
        boolean untrustedOnly =
                !spec.trustTiers().isEmpty() && !spec.trustTiers().contains(TrustTier.TRUSTED);
        if (spec.mode() == Mode.REUSE_BRANCH && untrustedOnly) {
            faults.at(
                    "$.spec.trustTiers",
                    "untrusted work always has a workspace of its own, so nothing would be reused; add trusted, or"
                            + " set the mode to isolated-worktree");
        }
        return faults.all();
    }
}
