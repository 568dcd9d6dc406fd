package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.WriteBackStanding.APPLYING;
import static ai.a5c.krate.dispatch.WriteBackStanding.AWAITING_APPROVAL;

import ai.a5c.krate.dispatch.RunEvent.Admitted;
import ai.a5c.krate.dispatch.RunEvent.AttemptEnded;
import ai.a5c.krate.dispatch.RunEvent.AttemptRequested;
import ai.a5c.krate.dispatch.RunEvent.AttemptSucceeded;
import ai.a5c.krate.dispatch.RunEvent.Blocked;
import ai.a5c.krate.dispatch.RunEvent.CancelRequested;
import ai.a5c.krate.dispatch.RunEvent.Claimed;
import ai.a5c.krate.dispatch.RunEvent.HeldForApproval;
import ai.a5c.krate.dispatch.RunEvent.OfAttempt;
import ai.a5c.krate.dispatch.RunEvent.OfGate;
import ai.a5c.krate.dispatch.RunEvent.OfWriteBacks;
import ai.a5c.krate.dispatch.RunEvent.RetryRequested;
import ai.a5c.krate.dispatch.RunEvent.WriteBackHeld;
import ai.a5c.krate.dispatch.RunEvent.WriteBackSettled;
import ai.a5c.krate.dispatch.Transition.Reason;
import java.util.List;
import java.util.Optional;

/** Recognizes events that already took effect, or that name something the run does not have. */
final class RunReplay {

    private RunReplay() {}

    /** Why {@code event} cannot count in whatever phase the run is; empty when the phase decides. */
    static Optional<Reason> of(RunState run, RunEvent event) {
        if (event instanceof OfAttempt attempt) {
            return ofAttempt(run, attempt);
        }
        if (event instanceof OfGate gate) {
            return ofGate(run, gate);
        }
        if (event instanceof OfWriteBacks writeBacks) {
            return ofWriteBacks(run, writeBacks);
        }
        if (event instanceof AttemptRequested wanted) {
            return ofRequested(run, wanted);
        }
        return isDone(run, event) ? Optional.of(Reason.ALREADY_DONE) : Optional.empty();
    }

    private static Optional<Reason> ofRequested(RunState run, AttemptRequested event) {
        if (event.attempt() <= run.attempts()) {
            return Optional.of(Reason.ALREADY_DONE);
        }
        return event.attempt() > run.attempts() + 1 ? Optional.of(Reason.UNKNOWN_ATTEMPT) : Optional.empty();
    }

    private static boolean isDone(RunState run, RunEvent event) {
        if (event instanceof Admitted) {
            return run.attempts() > 0 && run.phase() != RunPhase.PENDING && run.phase() != RunPhase.BLOCKED;
        }
        return (event instanceof CancelRequested && run.cancelRequested())
                || (event instanceof RetryRequested && run.phase() == RunPhase.PENDING)
                || (event instanceof Blocked && run.phase() == RunPhase.BLOCKED);
    }

    private static Optional<Reason> ofAttempt(RunState run, OfAttempt event) {
        if (event.attempt() < 1 || event.attempt() > run.attempts()) {
            return Optional.of(Reason.UNKNOWN_ATTEMPT);
        }
        if (event.attempt() < run.attempts() || !run.hasOpenAttempt()) {
            return Optional.of(event instanceof AttemptEnded ? Reason.ALREADY_DONE : Reason.ATTEMPT_OVER);
        }
        if (event instanceof Claimed claimed && claimed.fencingToken() <= run.fencingToken()) {
            return Optional.of(claimed.fencingToken() == run.fencingToken() ? Reason.ALREADY_DONE : Reason.STALE_TOKEN);
        }
        return event instanceof AttemptSucceeded success && isTaken(run, success)
                ? Optional.of(Reason.ORDINAL_TAKEN)
                : Optional.empty();
    }

    /** Whether an earlier attempt has requested a write-back under one of these ordinals. */
    private static boolean isTaken(RunState run, AttemptSucceeded event) {
        return event.requested().stream()
                .anyMatch(one -> run.writeBacks().stream().anyMatch(known -> known.ordinal() == one.ordinal()));
    }

    private static Optional<Reason> ofGate(RunState run, OfGate event) {
        if (run.closedGates().contains(event.approval())) {
            return Optional.of(Reason.ALREADY_DONE);
        }
        boolean pending = run.pendingGates().contains(event.approval());
        if (event instanceof HeldForApproval) {
            return pending ? Optional.of(Reason.ALREADY_DONE) : Optional.empty();
        }
        return pending ? Optional.empty() : Optional.of(Reason.UNKNOWN_GATE);
    }

    private static Optional<Reason> ofWriteBacks(RunState run, OfWriteBacks event) {
        List<WriteBack> named = run.writeBacks().stream()
                .filter(one -> event.ordinals().contains(one.ordinal()))
                .toList();
        if (named.size() < event.ordinals().size()) {
            return Optional.of(Reason.UNKNOWN_WRITE_BACK);
        }
        if (event instanceof WriteBackSettled settled) {
            return ofSettled(named.get(0).standing(), settled.outcome());
        }
        WriteBackStanding movable = event instanceof WriteBackHeld ? APPLYING : AWAITING_APPROVAL;
        return named.stream().anyMatch(one -> one.standing() == movable)
                ? Optional.empty()
                : Optional.of(Reason.ALREADY_DONE);
    }

    private static Optional<Reason> ofSettled(WriteBackStanding standing, WriteBackStanding outcome) {
        if (standing == AWAITING_APPROVAL) {
            return outcome.neverActed() ? Optional.empty() : Optional.of(Reason.NOT_APPROVED);
        }
        if (standing == APPLYING) {
            return Optional.empty();
        }
        return Optional.of(standing == outcome ? Reason.ALREADY_DONE : Reason.SETTLED_OTHERWISE);
    }
}
