package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.WriteBackStanding.APPLIED;
import static ai.a5c.krate.dispatch.WriteBackStanding.APPLYING;
import static ai.a5c.krate.dispatch.WriteBackStanding.AWAITING_APPROVAL;
import static ai.a5c.krate.dispatch.WriteBackStanding.CANCELLED;
import static ai.a5c.krate.dispatch.WriteBackStanding.DENIED;

import ai.a5c.krate.dispatch.RunEffect.ApplyWriteBack;
import ai.a5c.krate.dispatch.RunEffect.RequestWriteBackApproval;
import ai.a5c.krate.dispatch.RunEvent.OfWriteBacks;
import ai.a5c.krate.dispatch.RunEvent.RequestedWriteBack;
import ai.a5c.krate.dispatch.RunEvent.WriteBackApproved;
import ai.a5c.krate.dispatch.RunEvent.WriteBackDenied;
import ai.a5c.krate.dispatch.RunEvent.WriteBackHeld;
import ai.a5c.krate.dispatch.RunEvent.WriteBackSettled;
import java.util.ArrayList;
import java.util.List;

/** What becomes of the write-backs that the successful attempt requested; the run ends when each is settled. */
final class RunWriteBacks {

    private RunWriteBacks() {}

    /** Whom to ask and what to apply first. */
    static List<RunEffect> begin(List<RequestedWriteBack> requested) {
        List<RunEffect> effects = new ArrayList<>();
        List<Integer> asked = requested.stream()
                .filter(RequestedWriteBack::needsApproval)
                .map(RequestedWriteBack::ordinal)
                .sorted()
                .toList();
        if (!asked.isEmpty()) {
            effects.add(new RequestWriteBackApproval(asked));
        }
        requested.stream()
                .filter(one -> !one.needsApproval())
                .map(RequestedWriteBack::ordinal)
                .sorted()
                .map(ApplyWriteBack::new)
                .forEach(effects::add);
        return effects;
    }

    static WriteBack of(RequestedWriteBack requested) {
        return new WriteBack(requested.ordinal(), requested.needsApproval() ? AWAITING_APPROVAL : APPLYING);
    }

    /** The run after {@code event}, in the phase that its write-backs make. */
    static RunState after(RunState run, OfWriteBacks event) {
        return inItsPhase(run.eachWriteBack(
                one -> event.ordinals().contains(one.ordinal()) ? one.now(next(one.standing(), event)) : one));
    }

    /** What {@code event} makes necessary. */
    static List<RunEffect> effects(RunState run, OfWriteBacks event) {
        if (event instanceof WriteBackApproved) {
            return named(run, event, AWAITING_APPROVAL).stream()
                    .<RunEffect>map(ApplyWriteBack::new)
                    .toList();
        }
        return event instanceof WriteBackHeld
                ? List.of(new RequestWriteBackApproval(named(run, event, APPLYING)))
                : List.of();
    }

    /** The run with everything cancelled that is not under way. */
    static RunState cancelled(RunState run) {
        return inItsPhase(run.eachWriteBack(one -> one.standing() == AWAITING_APPROVAL ? one.now(CANCELLED) : one));
    }

    /** The run in the phase that its write-backs make. */
    static RunState inItsPhase(RunState run) {
        if (run.hasWriteBack(AWAITING_APPROVAL)) {
            return run.in(RunPhase.WAITING_FOR_APPROVAL, run.reason());
        }
        if (run.hasWriteBack(APPLYING)) {
            return run.in(RunPhase.RUNNING, run.reason());
        }
        return run.cancelRequested()
                ? run.in(RunPhase.CANCELLED, run.reason())
                : run.in(RunPhase.SUCCEEDED, outcome(run));
    }

    private static WriteBackStanding next(WriteBackStanding standing, OfWriteBacks event) {
        if (event instanceof WriteBackSettled settled) {
            return settled.outcome();
        }
        if (event instanceof WriteBackHeld) {
            return standing == APPLYING ? AWAITING_APPROVAL : standing;
        }
        WriteBackStanding decided = event instanceof WriteBackDenied ? DENIED : APPLYING;
        return standing == AWAITING_APPROVAL ? decided : standing;
    }

    private static List<Integer> named(RunState run, OfWriteBacks event, WriteBackStanding standing) {
        return run.writeBacks().stream()
                .filter(one -> one.standing() == standing)
                .map(WriteBack::ordinal)
                .filter(event.ordinals()::contains)
                .toList();
    }

    private static String outcome(RunState run) {
        long applied = run.writeBacks().stream()
                .filter(one -> one.standing() == APPLIED)
                .count();
        if (run.writeBacks().isEmpty()) {
            return "nothing was to be written back";
        }
        return "%d of %d write-backs applied"
                .formatted(applied, run.writeBacks().size());
    }
}
