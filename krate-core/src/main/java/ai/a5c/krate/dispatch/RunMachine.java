package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.RunPhase.BLOCKED;
import static ai.a5c.krate.dispatch.RunPhase.CANCELLED;
import static ai.a5c.krate.dispatch.RunPhase.FAILED;
import static ai.a5c.krate.dispatch.RunPhase.PENDING;
import static ai.a5c.krate.dispatch.RunPhase.QUEUED;
import static ai.a5c.krate.dispatch.RunPhase.RUNNING;
import static ai.a5c.krate.dispatch.RunPhase.WAITING_FOR_APPROVAL;

import ai.a5c.krate.dispatch.RunEffect.LaunchAttempt;
import ai.a5c.krate.dispatch.RunEffect.Notify;
import ai.a5c.krate.dispatch.RunEffect.QueueAttempt;
import ai.a5c.krate.dispatch.RunEffect.ReleaseWorkspace;
import ai.a5c.krate.dispatch.RunEffect.RequestApproval;
import ai.a5c.krate.dispatch.RunEffect.Review;
import ai.a5c.krate.dispatch.RunEffect.StopAttempt;
import ai.a5c.krate.dispatch.RunEffect.VoidApproval;
import ai.a5c.krate.dispatch.RunEffect.VoidApprovals;
import ai.a5c.krate.dispatch.RunEvent.Admitted;
import ai.a5c.krate.dispatch.RunEvent.AttemptCancelled;
import ai.a5c.krate.dispatch.RunEvent.AttemptEnded;
import ai.a5c.krate.dispatch.RunEvent.AttemptFailed;
import ai.a5c.krate.dispatch.RunEvent.AttemptLost;
import ai.a5c.krate.dispatch.RunEvent.AttemptRequested;
import ai.a5c.krate.dispatch.RunEvent.AttemptSucceeded;
import ai.a5c.krate.dispatch.RunEvent.Blocked;
import ai.a5c.krate.dispatch.RunEvent.CancelRequested;
import ai.a5c.krate.dispatch.RunEvent.Claimed;
import ai.a5c.krate.dispatch.RunEvent.GateApproved;
import ai.a5c.krate.dispatch.RunEvent.GateDenied;
import ai.a5c.krate.dispatch.RunEvent.GateExpired;
import ai.a5c.krate.dispatch.RunEvent.HeldForApproval;
import ai.a5c.krate.dispatch.RunEvent.OfWriteBacks;
import ai.a5c.krate.dispatch.RunEvent.Postponed;
import ai.a5c.krate.dispatch.RunEvent.RetryRequested;
import ai.a5c.krate.dispatch.RunEvent.WriteBackSettled;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Reason;
import ai.a5c.krate.dispatch.Transition.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The state machine of a run: one pure function, closed by default. */
public final class RunMachine {

    private RunMachine() {}

    /** Says what {@code event} does to {@code run}. */
    public static Transition<RunState, RunEffect> on(RunState run, RunEvent event) {
        Optional<Reason> replay = RunReplay.of(run, event);
        if (replay.isPresent()) {
            return refused(run, event, replay.get());
        }
        if (run.isWritingBack()) {
            return whileWritingBack(run, event);
        }
        return switch (run.phase()) {
            case PENDING -> whilePending(run, event);
            case QUEUED -> run.cancelRequested() ? whileStopping(run, event) : whileQueued(run, event);
            case RUNNING -> run.cancelRequested() ? whileStopping(run, event) : whileRunning(run, event);
            case WAITING_FOR_APPROVAL -> run.cancelRequested() ? whileStopping(run, event) : whileHeld(run, event);
            case BLOCKED -> whileBlocked(run, event);
            case SUCCEEDED, FAILED, CANCELLED -> whileOver(run, event);
        };
    }

    private static Transition<RunState, RunEffect> whileOver(RunState run, RunEvent event) {
        return event instanceof AttemptRequested wanted
                ? to(run, run.reopened(), List.of(new QueueAttempt(wanted.attempt())))
                : refused(run, event, Reason.ALREADY_ENDED);
    }

    private static Transition<RunState, RunEffect> whilePending(RunState run, RunEvent event) {
        if (event instanceof Admitted) {
            return queued(run, run, List.of());
        }
        return heldBlockedOrCancelled(run, event);
    }

    private static Transition<RunState, RunEffect> whileQueued(RunState run, RunEvent event) {
        if (event instanceof Claimed claimed) {
            return claimed(run, claimed);
        }
        if (event instanceof Postponed) {
            return refused(run, event, Reason.ALREADY_DONE);
        }
        return event instanceof AttemptEnded ended ? ended(run, ended) : heldBlockedOrCancelled(run, event);
    }

    private static Transition<RunState, RunEffect> whileRunning(RunState run, RunEvent event) {
        if (event instanceof Claimed claimed) {
            return claimed(run, claimed);
        }
        if (event instanceof Postponed postponed) {
            return to(run, run.in(QUEUED, postponed.reason()), List.of(new QueueAttempt(run.attempts())));
        }
        return event instanceof AttemptEnded ended ? ended(run, ended) : heldBlockedOrCancelled(run, event);
    }

    private static Transition<RunState, RunEffect> whileHeld(RunState run, RunEvent event) {
        if (event instanceof GateApproved approved) {
            return opened(run, approved.approval());
        }
        if (event instanceof GateDenied denied) {
            return close(run, FAILED, "%s was denied: %s".formatted(denied.approval(), denied.reason()));
        }
        if (event instanceof GateExpired expired) {
            return close(run, FAILED, "nobody decided on %s in time".formatted(expired.approval()));
        }
        return event instanceof AttemptEnded ended ? ended(run, ended) : heldBlockedOrCancelled(run, event);
    }

    private static Transition<RunState, RunEffect> whileBlocked(RunState run, RunEvent event) {
        if (event instanceof RetryRequested) {
            RunState again = run.in(PENDING, "").withGates(PENDING, List.of(), List.of());
            return to(run, again, List.of(new Review()));
        }
        return event instanceof CancelRequested cancel ? cancel(run, cancel) : notNow(run, event);
    }

    /** A cancelled run whose attempt must first be stopped. */
    private static Transition<RunState, RunEffect> whileStopping(RunState run, RunEvent event) {
        if (event instanceof Claimed claimed) {
            RunState taken =
                    run.in(RUNNING, run.reason()).withAttempt(run.attempts(), claimed.fencingToken(), LastAttempt.OPEN);
            return to(run, taken, List.of(new StopAttempt(run.attempts())));
        }
        if (event instanceof AttemptEnded ended) {
            RunState stopped = run.closed(standing(ended)).in(CANCELLED, run.reason());
            List<WriteBack> dropped = ended instanceof AttemptSucceeded success
                    ? success.requested().stream()
                            .map(one -> new WriteBack(one.ordinal(), WriteBackStanding.CANCELLED))
                            .toList()
                    : List.of();
            return to(run, stopped.requesting(dropped), List.of(new ReleaseWorkspace()));
        }
        return refused(run, event, Reason.CANCEL_REQUESTED);
    }

    private static Transition<RunState, RunEffect> whileWritingBack(RunState run, RunEvent event) {
        if (run.cancelRequested() && !(event instanceof WriteBackSettled)) {
            return refused(run, event, Reason.CANCEL_REQUESTED);
        }
        if (event instanceof OfWriteBacks writeBacks) {
            return to(run, RunWriteBacks.after(run, writeBacks), RunWriteBacks.effects(run, writeBacks));
        }
        if (event instanceof CancelRequested cancel) {
            RunState cancelled = RunWriteBacks.cancelled(run.cancelling(reason(cancel)));
            return to(run, cancelled, List.of(new VoidApprovals()));
        }
        return notNow(run, event);
    }

    private static Transition<RunState, RunEffect> heldBlockedOrCancelled(RunState run, RunEvent event) {
        if (event instanceof HeldForApproval held) {
            List<String> gates = new ArrayList<>(run.pendingGates());
            gates.add(held.approval());
            return to(
                    run,
                    run.withGates(WAITING_FOR_APPROVAL, gates, run.closedGates()),
                    List.of(new RequestApproval(held.approval())));
        }
        if (event instanceof Blocked blocked) {
            return close(run, BLOCKED, blocked.reason());
        }
        return event instanceof CancelRequested cancel ? cancel(run, cancel) : notNow(run, event);
    }

    private static Transition<RunState, RunEffect> claimed(RunState run, Claimed event) {
        RunState taken = run.in(RUNNING, "").withAttempt(run.attempts(), event.fencingToken(), LastAttempt.OPEN);
        return to(run, taken, List.of(new LaunchAttempt(run.attempts(), event.fencingToken())));
    }

    private static Transition<RunState, RunEffect> opened(RunState run, String gate) {
        List<String> pending =
                run.pendingGates().stream().filter(one -> !one.equals(gate)).toList();
        List<String> closed = new ArrayList<>(run.closedGates());
        closed.add(gate);
        if (!pending.isEmpty()) {
            return to(run, run.withGates(WAITING_FOR_APPROVAL, pending, closed), List.of());
        }
        RunState open = run.withGates(QUEUED, pending, closed);
        return run.hasOpenAttempt()
                ? to(run, open, List.of(new QueueAttempt(run.attempts())))
                : queued(run, open, List.of());
    }

    private static Transition<RunState, RunEffect> cancel(RunState run, CancelRequested event) {
        if (!run.mayBeAtWork()) {
            return close(run.cancelling(reason(event)), CANCELLED, reason(event));
        }
        List<RunEffect> effects = List.of(new StopAttempt(run.attempts()), new VoidApprovals());
        RunState stopping = run.withoutGates().cancelling(reason(event));
        return to(run, stopping, effects);
    }

    private static Transition<RunState, RunEffect> ended(RunState run, AttemptEnded event) {
        if (run.fencingToken() == 0 && (event instanceof AttemptSucceeded || event instanceof AttemptLost)) {
            return refused(run, event, Reason.NOT_CLAIMED);
        }
        RunState over = run.closed(standing(event));
        if (event instanceof AttemptSucceeded success) {
            return writeBack(run, over, success);
        }
        if (event instanceof AttemptFailed failed) {
            return failed(run, over, failed.reason(), failed.retryable());
        }
        return event instanceof AttemptLost lost
                ? failed(run, over, lost.reason(), lost.retryable())
                : to(run, over.in(CANCELLED, "the attempt was cancelled"), release(run));
    }

    private static Transition<RunState, RunEffect> writeBack(RunState run, RunState over, AttemptSucceeded success) {
        List<RunEffect> effects = new ArrayList<>(release(run));
        effects.addAll(RunWriteBacks.begin(success.requested()));
        RunState requested = over.requesting(
                success.requested().stream().map(RunWriteBacks::of).toList());
        return to(run, RunWriteBacks.inItsPhase(requested), effects);
    }

    private static Transition<RunState, RunEffect> failed(
            RunState run, RunState over, String reason, boolean retryable) {
        return retryable && run.attempts() < run.maxAttempts()
                ? queued(run, over, voided(run))
                : to(run, over.in(FAILED, reason), release(run));
    }

    private static Transition<RunState, RunEffect> queued(RunState run, RunState over, List<RunEffect> first) {
        List<RunEffect> effects = new ArrayList<>(first);
        effects.add(new QueueAttempt(run.attempts() + 1));
        return to(run, over.in(QUEUED, "").withAttempt(run.attempts() + 1, 0, LastAttempt.OPEN), effects);
    }

    /** Ends or blocks the run with whatever it has open. */
    private static Transition<RunState, RunEffect> close(RunState run, RunPhase end, String reason) {
        List<RunEffect> effects = new ArrayList<>();
        if (run.hasOpenAttempt()) {
            effects.add(new StopAttempt(run.attempts()));
        }
        effects.add(new VoidApprovals());
        if (run.mayBeAtWork()) {
            effects.add(new ReleaseWorkspace());
        }
        return to(run, run.closed(LastAttempt.CANCELLED).in(end, reason), effects);
    }

    private static LastAttempt standing(AttemptEnded event) {
        if (event instanceof AttemptSucceeded) {
            return LastAttempt.SUCCEEDED;
        }
        if (event instanceof AttemptCancelled) {
            return LastAttempt.CANCELLED;
        }
        return event instanceof AttemptLost ? LastAttempt.LOST : LastAttempt.FAILED;
    }

    private static List<RunEffect> voided(RunState run) {
        return run.pendingGates().stream().<RunEffect>map(VoidApproval::new).toList();
    }

    private static List<RunEffect> release(RunState run) {
        List<RunEffect> effects = new ArrayList<>(voided(run));
        effects.add(new ReleaseWorkspace());
        return effects;
    }

    private static String reason(CancelRequested event) {
        return "cancelled by " + event.actor();
    }

    private static Transition<RunState, RunEffect> to(RunState before, RunState next, List<RunEffect> effects) {
        List<RunEffect> all = new ArrayList<>(effects);
        if (before.phase() != next.phase()) {
            all.add(new Notify(next.phase()));
        }
        return new Moved<>(next, all);
    }

    private static Transition<RunState, RunEffect> notNow(RunState run, RunEvent event) {
        return refused(run, event, Reason.NOT_IN_THIS_PHASE);
    }

    private static Transition<RunState, RunEffect> refused(RunState run, RunEvent event, Reason reason) {
        return new Refused<>(run.phase().word(), event.word(), reason);
    }
}
