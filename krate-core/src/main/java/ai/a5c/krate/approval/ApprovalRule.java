package ai.a5c.krate.approval;

/**
 * Who must say yes.
 *
 * @param fourEyes whether the requester's own yes does not count
 * @param approvals how many different people must say yes: 1 or 2
 */
public record ApprovalRule(boolean fourEyes, int approvals) {

    public ApprovalRule {
        if (approvals < 1 || approvals > 2) {
            throw new IllegalArgumentException("approvals must be 1 or 2, got " + approvals);
        }
    }
}
