package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.AttemptPhase.ASSIGNED;
import static ai.a5c.krate.dispatch.AttemptPhase.CANCELLED;
import static ai.a5c.krate.dispatch.AttemptPhase.CREATED;
import static ai.a5c.krate.dispatch.AttemptPhase.FAILED;
import static ai.a5c.krate.dispatch.AttemptPhase.LAUNCHING;
import static ai.a5c.krate.dispatch.AttemptPhase.LOST;
import static ai.a5c.krate.dispatch.AttemptPhase.RUNNING;
import static ai.a5c.krate.dispatch.AttemptPhase.SUCCEEDED;
import static ai.a5c.krate.dispatch.AttemptPhase.WAITING_FOR_APPROVAL;
import static ai.a5c.krate.dispatch.AttemptPhase.WAITING_FOR_INPUT;

import ai.a5c.krate.dispatch.AttemptEffect.Attach;
import ai.a5c.krate.dispatch.AttemptEffect.Launch;
import ai.a5c.krate.dispatch.AttemptEffect.Stop;
import ai.a5c.krate.dispatch.AttemptEvent.ApprovalNeeded;
import ai.a5c.krate.dispatch.AttemptEvent.Assigned;
import ai.a5c.krate.dispatch.AttemptEvent.Attached;
import ai.a5c.krate.dispatch.AttemptEvent.CancelRequested;
import ai.a5c.krate.dispatch.AttemptEvent.Failed;
import ai.a5c.krate.dispatch.AttemptEvent.FromWorker;
import ai.a5c.krate.dispatch.AttemptEvent.InputNeeded;
import ai.a5c.krate.dispatch.AttemptEvent.LaunchStarted;
import ai.a5c.krate.dispatch.AttemptEvent.Lost;
import ai.a5c.krate.dispatch.AttemptEvent.Postponed;
import ai.a5c.krate.dispatch.AttemptEvent.Resumed;
import ai.a5c.krate.dispatch.AttemptEvent.Stopped;
import ai.a5c.krate.dispatch.AttemptEvent.Succeeded;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Reason;
import ai.a5c.krate.dispatch.Transition.Refused;
import java.util.List;

/** The state machine of an attempt: one pure function, closed by default, fenced by the worker's token. */
public final class AttemptMachine {

    private AttemptMachine() {}

    /** Says what {@code event} does to {@code attempt}. */
    public static Transition<AttemptState, AttemptEffect> on(AttemptState attempt, AttemptEvent event) {
        if (event instanceof FromWorker worker && worker.fencingToken() < attempt.fencingToken()) {
            return refused(attempt, event, Reason.STALE_TOKEN);
        }
        if (isDone(attempt, event)) {
            return refused(attempt, event, Reason.ALREADY_DONE);
        }
        if (attempt.phase().isTerminal()) {
            return refused(attempt, event, Reason.ALREADY_ENDED);
        }
        if (event instanceof Assigned assigned) {
            return assigned(attempt, assigned);
        }
        if (event instanceof FromWorker worker && worker.fencingToken() > attempt.fencingToken()) {
            return refused(attempt, event, Reason.UNKNOWN_TOKEN);
        }
        return inPhase(attempt, event);
    }

    private static Transition<AttemptState, AttemptEffect> inPhase(AttemptState attempt, AttemptEvent event) {
        return switch (attempt.phase()) {
            case CREATED -> whileCreated(attempt, event);
            case ASSIGNED -> whileAssigned(attempt, event);
            case LAUNCHING -> whileLaunching(attempt, event);
            case RUNNING, WAITING_FOR_INPUT, WAITING_FOR_APPROVAL -> whileAttached(attempt, event);
            case SUCCEEDED, FAILED, CANCELLED, LOST -> refused(attempt, event, Reason.ALREADY_ENDED);
        };
    }

    private static Transition<AttemptState, AttemptEffect> whileCreated(AttemptState attempt, AttemptEvent event) {
        return event instanceof CancelRequested cancel
                ? to(attempt.cancelling(reason(cancel)).in(CANCELLED))
                : notNow(attempt, event);
    }

    private static Transition<AttemptState, AttemptEffect> whileAssigned(AttemptState attempt, AttemptEvent event) {
        if (event instanceof LaunchStarted) {
            return to(attempt.in(LAUNCHING, ""), new Launch(attempt.number(), attempt.fencingToken()));
        }
        if (event instanceof Postponed postponed) {
            return to(attempt.in(CREATED, postponed.reason()));
        }
        if (event instanceof Failed failed) {
            return to(attempt.in(FAILED, failed.reason()));
        }
        return whileCreated(attempt, event);
    }

    private static Transition<AttemptState, AttemptEffect> whileLaunching(AttemptState attempt, AttemptEvent event) {
        if (event instanceof Attached) {
            return attempt.cancelRequested()
                    ? to(attempt.in(RUNNING), new Stop(attempt.number()))
                    : to(attempt.in(RUNNING));
        }
        if (event instanceof Postponed postponed) {
            return attempt.cancelRequested() ? to(attempt.in(CANCELLED)) : to(attempt.in(CREATED, postponed.reason()));
        }
        if (event instanceof CancelRequested cancel) {
            return to(attempt.cancelling(reason(cancel)));
        }
        return event instanceof Succeeded ? notNow(attempt, event) : ended(attempt, event);
    }

    private static Transition<AttemptState, AttemptEffect> whileAttached(AttemptState attempt, AttemptEvent event) {
        if (event instanceof CancelRequested cancel) {
            return to(attempt.cancelling(reason(cancel)), new Stop(attempt.number()));
        }
        if (event instanceof Resumed && attempt.phase() != RUNNING) {
            return to(attempt.in(RUNNING));
        }
        if (event instanceof ApprovalNeeded || (event instanceof InputNeeded && attempt.phase() == RUNNING)) {
            return attempt.cancelRequested()
                    ? refused(attempt, event, Reason.CANCEL_REQUESTED)
                    : to(attempt.in(event instanceof InputNeeded ? WAITING_FOR_INPUT : WAITING_FOR_APPROVAL));
        }
        return ended(attempt, event);
    }

    private static Transition<AttemptState, AttemptEffect> ended(AttemptState attempt, AttemptEvent event) {
        if (event instanceof Lost lost) {
            return to(attempt.in(LOST, lost.reason()));
        }
        if (event instanceof Stopped) {
            return to(attempt.in(CANCELLED));
        }
        if (event instanceof Succeeded) {
            return to(attempt.in(attempt.cancelRequested() ? CANCELLED : SUCCEEDED));
        }
        if (event instanceof Failed failed) {
            return attempt.cancelRequested() ? to(attempt.in(CANCELLED)) : to(attempt.in(FAILED, failed.reason()));
        }
        return notNow(attempt, event);
    }

    private static Transition<AttemptState, AttemptEffect> assigned(AttemptState attempt, Assigned event) {
        AttemptState taken = attempt.under(event.fencingToken());
        Attach attach = new Attach(attempt.number(), event.fencingToken());
        return switch (attempt.phase()) {
            case CREATED, ASSIGNED -> to(taken.in(ASSIGNED));
            case LAUNCHING ->
                attempt.cancelRequested()
                        ? to(taken, attach)
                        : to(taken, new Launch(attempt.number(), event.fencingToken()));
            case RUNNING, WAITING_FOR_INPUT, WAITING_FOR_APPROVAL ->
                attempt.cancelRequested() ? to(taken, attach, new Stop(attempt.number())) : to(taken, attach);
            case SUCCEEDED, FAILED, CANCELLED, LOST -> refused(attempt, event, Reason.ALREADY_ENDED);
        };
    }

    /** Whether {@code event}, that is under the attempt's own token or nobody's, already took effect. */
    private static boolean isDone(AttemptState attempt, AttemptEvent event) {
        if (event instanceof CancelRequested) {
            return attempt.cancelRequested();
        }
        if (!(event instanceof FromWorker worker) || worker.fencingToken() != attempt.fencingToken()) {
            return false;
        }
        return switch (attempt.phase()) {
            case CREATED -> event instanceof Assigned || event instanceof Postponed;
            case ASSIGNED -> event instanceof Assigned;
            case LAUNCHING -> event instanceof Assigned || event instanceof LaunchStarted;
            case RUNNING -> hasBegun(event) || event instanceof Resumed;
            case WAITING_FOR_INPUT -> hasBegun(event) || event instanceof InputNeeded;
            case WAITING_FOR_APPROVAL -> hasBegun(event) || event instanceof ApprovalNeeded;
            case SUCCEEDED -> hasBegun(event) || event instanceof Succeeded;
            case FAILED -> hasBegun(event) || event instanceof Failed;
            case CANCELLED -> hasBegun(event) || event instanceof Stopped || wasOverruled(attempt, event);
            case LOST -> hasBegun(event) || event instanceof Lost;
        };
    }

    private static boolean hasBegun(AttemptEvent event) {
        return event instanceof Assigned || event instanceof LaunchStarted || event instanceof Attached;
    }

    /** Whether the attempt may be cancelled because of this end, that came after the request. */
    private static boolean wasOverruled(AttemptState attempt, AttemptEvent event) {
        return attempt.cancelRequested()
                && (event instanceof Succeeded || event instanceof Failed || event instanceof Postponed);
    }

    private static String reason(CancelRequested event) {
        return "cancelled by " + event.actor();
    }

    private static Transition<AttemptState, AttemptEffect> to(AttemptState next, AttemptEffect... effects) {
        return new Moved<>(next, List.of(effects));
    }

    private static Transition<AttemptState, AttemptEffect> notNow(AttemptState attempt, AttemptEvent event) {
        return refused(attempt, event, Reason.NOT_IN_THIS_PHASE);
    }

    private static Transition<AttemptState, AttemptEffect> refused(
            AttemptState attempt, AttemptEvent event, Reason reason) {
        return new Refused<>(attempt.phase().word(), event.word(), reason);
    }
}
