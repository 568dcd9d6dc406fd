package ai.a5c.krate.approval;

import static ai.a5c.krate.approval.ApprovalPhase.APPLIED;
import static ai.a5c.krate.approval.ApprovalPhase.APPLY_FAILED;
import static ai.a5c.krate.approval.ApprovalPhase.APPROVED;
import static ai.a5c.krate.approval.ApprovalPhase.DENIED;
import static ai.a5c.krate.approval.ApprovalPhase.EXPIRED;
import static ai.a5c.krate.approval.ApprovalPhase.SUPERSEDED;

import ai.a5c.krate.approval.ApprovalEffect.Allow;
import ai.a5c.krate.approval.ApprovalEffect.AskAgain;
import ai.a5c.krate.approval.ApprovalEffect.AskAnother;
import ai.a5c.krate.approval.ApprovalEffect.Notify;
import ai.a5c.krate.approval.ApprovalEffect.Refuse;
import ai.a5c.krate.approval.ApprovalEvent.Applied;
import ai.a5c.krate.approval.ApprovalEvent.ApplyFailed;
import ai.a5c.krate.approval.ApprovalEvent.ApproverRevoked;
import ai.a5c.krate.approval.ApprovalEvent.Decided;
import ai.a5c.krate.approval.ApprovalEvent.Expired;
import ai.a5c.krate.approval.ApprovalEvent.RunCancelled;
import ai.a5c.krate.approval.ApprovalEvent.TargetMoved;
import ai.a5c.krate.approval.Transition.Moved;
import ai.a5c.krate.approval.Transition.Reason;
import ai.a5c.krate.approval.Transition.Refused;
import ai.a5c.krate.approval.Vote.Verdict;
import java.util.ArrayList;
import java.util.List;

/** The state machine of an approval: one pure function, closed by default. */
public final class ApprovalMachine {

    private ApprovalMachine() {}

    /** Says what {@code event} does to {@code approval}. */
    public static Transition on(ApprovalState approval, ApprovalEvent event) {
        return switch (approval.phase()) {
            case PENDING -> whilePending(approval, event);
            case APPROVED -> whileApproved(approval, event);
            case DENIED, EXPIRED, SUPERSEDED, APPLIED, APPLY_FAILED -> over(approval, event);
        };
    }

    private static Transition whilePending(ApprovalState approval, ApprovalEvent event) {
        if (event instanceof Decided decided) {
            return DecisionCheck.refusal(approval, decided)
                    .map(reason -> refused(approval, event, reason))
                    .orElseGet(() -> decided(approval, decided));
        }
        if (event instanceof Expired expired) {
            return approval.isExpiredAt(expired.at())
                    ? refuseAll(approval.in(EXPIRED, "nobody decided in time"))
                    : refused(approval, event, Reason.NOT_YET);
        }
        if (event instanceof Applied || event instanceof ApplyFailed || event instanceof ApproverRevoked) {
            return refused(approval, event, Reason.NOT_APPROVED);
        }
        return supersededOrRefused(approval, event, approval.ordinals());
    }

    private static Transition whileApproved(ApprovalState approval, ApprovalEvent event) {
        if (event instanceof Applied) {
            return to(approval.in(APPLIED, ""));
        }
        if (event instanceof ApplyFailed failed) {
            return to(approval.in(APPLY_FAILED, failed.reason()));
        }
        if (event instanceof ApproverRevoked revoked) {
            String who = String.join(" and ", revoked.approvers());
            return to(
                    approval.in(SUPERSEDED, who + " may no longer approve; somebody else is asked"),
                    new AskAgain(approval.approvedOrdinals(), approval.binding()));
        }
        return supersededOrRefused(approval, event, approval.approvedOrdinals());
    }

    private static Transition supersededOrRefused(ApprovalState approval, ApprovalEvent event, List<Integer> ordinals) {
        if (event instanceof TargetMoved moved) {
            return moved.binding().equals(approval.binding())
                    ? refused(approval, event, Reason.NOT_MOVED)
                    : to(
                            approval.in(SUPERSEDED, "what would happen has changed"),
                            new AskAgain(ordinals, moved.binding()));
        }
        return event instanceof RunCancelled
                ? to(approval.in(SUPERSEDED, "the run no longer needs it"))
                : over(approval, event);
    }

    private static Transition decided(ApprovalState approval, Decided event) {
        ApprovalState voted = approval.with(event.vote());
        if (event.vote().verdict() == Verdict.DENY) {
            String comment = event.comment().isBlank() ? "" : ": " + event.comment();
            return refuseAll(voted.in(DENIED, "denied by " + event.vote().actor() + comment));
        }
        if (voted.approvers().size() < approval.rule().approvals()) {
            return new Moved(voted, List.of(new AskAnother()));
        }
        List<Integer> approved = voted.approvedOrdinals();
        List<Integer> rest = approval.ordinals().stream()
                .filter(one -> !approved.contains(one))
                .toList();
        return rest.isEmpty()
                ? to(voted.in(APPROVED, ""), new Allow(approved))
                : to(voted.in(APPROVED, ""), new Allow(approved), new Refuse(rest, "not among those approved"));
    }

    private static Transition over(ApprovalState approval, ApprovalEvent event) {
        return refused(approval, event, isDone(approval, event) ? Reason.ALREADY_DONE : Reason.ALREADY_DECIDED);
    }

    private static boolean isDone(ApprovalState approval, ApprovalEvent event) {
        if (event instanceof Decided decided) {
            return decided.shown().equals(approval.binding())
                    && approval.votes().contains(decided.vote());
        }
        return switch (approval.phase()) {
            case PENDING, APPROVED, DENIED -> false;
            case EXPIRED -> event instanceof Expired;
            case SUPERSEDED ->
                event instanceof TargetMoved || event instanceof RunCancelled || event instanceof ApproverRevoked;
            case APPLIED -> event instanceof Applied;
            case APPLY_FAILED -> event instanceof ApplyFailed;
        };
    }

    private static Transition refuseAll(ApprovalState next) {
        return to(next, new Refuse(next.ordinals(), next.reason()));
    }

    private static Transition to(ApprovalState next, ApprovalEffect... effects) {
        List<ApprovalEffect> all = new ArrayList<>(List.of(effects));
        all.add(new Notify(next.phase()));
        return new Moved(next, all);
    }

    private static Transition refused(ApprovalState approval, ApprovalEvent event, Reason reason) {
        return new Refused(approval.phase(), event.word(), reason);
    }
}
