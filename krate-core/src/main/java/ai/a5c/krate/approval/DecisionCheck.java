package ai.a5c.krate.approval;

import ai.a5c.krate.approval.ApprovalEvent.Decided;
import ai.a5c.krate.approval.Transition.Reason;
import ai.a5c.krate.approval.Vote.Verdict;
import java.util.List;
import java.util.Optional;

/** Whether somebody's answer counts for a pending approval. */
final class DecisionCheck {

    private DecisionCheck() {}

    /** Why the answer does not count; empty when it does. */
    static Optional<Reason> refusal(ApprovalState approval, Decided decided) {
        ApproverStanding standing = decided.standing();
        if (standing.isAgent()) {
            return Optional.of(Reason.AGENT);
        }
        if (!standing.mayDecide()) {
            return Optional.of(Reason.NOT_PERMITTED);
        }
        if (!decided.shown().equals(approval.binding())) {
            return Optional.of(Reason.STALE);
        }
        if (approval.isExpiredAt(decided.vote().at())) {
            return Optional.of(Reason.TOO_LATE);
        }
        return decided.vote().verdict() == Verdict.DENY ? Optional.empty() : ofApproval(approval, decided);
    }

    private static Optional<Reason> ofApproval(ApprovalState approval, Decided decided) {
        if (approval.rule().fourEyes() && decided.standing().isRequester()) {
            return Optional.of(Reason.OWN_REQUEST);
        }
        if (approval.approvers().contains(decided.vote().actor())) {
            return Optional.of(Reason.ALREADY_DONE);
        }
        List<Integer> chosen = decided.vote().ordinals();
        if (!approval.ordinals().containsAll(chosen)) {
            return Optional.of(Reason.UNKNOWN_EFFECT);
        }
        if (chosen.isEmpty() && !approval.ordinals().isEmpty()) {
            return Optional.of(Reason.NO_EFFECT);
        }
        boolean common = approval.ordinals().isEmpty()
                || !approval.with(decided.vote()).approvedOrdinals().isEmpty();
        return common ? Optional.empty() : Optional.of(Reason.NOTHING_IN_COMMON);
    }
}
