package ai.a5c.krate.notice;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.trust.Trust;
import java.util.List;

/**
 * A run with what it asks and what it writes, as stored.
 *
 * @param page where its page is; empty if people cannot reach one
 */
public record RunStory(
        AgentDispatchRun run, List<AgentApproval> approvals, List<AgentWriteBack> writeBacks, String page) {

    public RunStory {
        approvals = List.copyOf(approvals);
        writeBacks = List.copyOf(writeBacks);
    }

    /** What people have still to answer. */
    List<AgentApproval> pending() {
        return approvals.stream()
                .filter(approval -> approval.status().phase() == ApprovalPhase.PENDING)
                .toList();
    }

    /** Whether everybody who sees the work item may read reasons: strangers' runs say only how they stand. */
    boolean tellsReasons() {
        return run.spec().trust() == Trust.TRUSTED;
    }
}
