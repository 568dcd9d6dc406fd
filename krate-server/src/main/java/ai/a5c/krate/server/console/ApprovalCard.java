package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import java.time.Instant;
import java.util.List;

/**
 * A question with everything that a person needs to answer it.
 *
 * @param whyNot why this person cannot answer, or empty
 */
public record ApprovalCard(
        String name,
        Badge badge,
        boolean pending,
        String whyNot,
        String age,
        String expires,
        AgentApproval.Spec spec,
        AgentApproval.Status status) {

    static ApprovalCard of(AgentApproval approval, Visit visit, Instant now) {
        boolean pending = approval.status().phase() == ApprovalPhase.PENDING;
        return new ApprovalCard(
                approval.metadata().name(),
                pending
                        ? new Badge("wait", "hand", "pending")
                        : Badge.of(approval.status().phase()),
                pending,
                visit.scope().access().write()
                        ? ""
                        : "Deciding on %s needs a token that may write; %s may only read. An administrator can issue one."
                                .formatted(
                                        approval.metadata().name(),
                                        visit.scope().access().name()),
                Ago.since(approval.metadata().creationTimestamp(), now),
                Ago.until(approval.spec().expiresAt(), now),
                approval.spec(),
                approval.status());
    }

    /** Whether the mutation at {@code ordinal} is exactly what was approved before. */
    public boolean isAsApproved(int ordinal) {
        return spec.delta().asApproved().contains(ordinal);
    }

    static List<ApprovalCard> of(List<AgentApproval> approvals, Visit visit, Instant now) {
        return approvals.stream().map(approval -> of(approval, visit, now)).toList();
    }
}
