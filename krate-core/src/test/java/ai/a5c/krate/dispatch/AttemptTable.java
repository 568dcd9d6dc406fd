package ai.a5c.krate.dispatch;

import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Refused;
import ai.a5c.krate.testkit.StateTable;
import ai.a5c.krate.testkit.StateTable.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The situations that an attempt can be in under token 7, and one of each event under it. */
final class AttemptTable {

    private AttemptTable() {}

    static AttemptState in(AttemptPhase phase) {
        return new AttemptState(phase, 1, 7, false, "");
    }

    static AttemptState stopping(AttemptPhase phase) {
        return new AttemptState(phase, 1, 7, true, "cancelled by maria");
    }

    static StateTable<AttemptState, AttemptEvent> table() {
        return new StateTable<>(situations(), events(7), AttemptTable::answer);
    }

    static Map<String, AttemptState> situations() {
        Map<String, AttemptState> situations = new LinkedHashMap<>();
        situations.put("created", AttemptState.created(1));
        situations.put("created, postponed", in(AttemptPhase.CREATED));
        situations.put("assigned", in(AttemptPhase.ASSIGNED));
        situations.put("launching", in(AttemptPhase.LAUNCHING));
        situations.put("launching, being cancelled", stopping(AttemptPhase.LAUNCHING));
        situations.put("running", in(AttemptPhase.RUNNING));
        situations.put("running, being cancelled", stopping(AttemptPhase.RUNNING));
        situations.put("waiting-for-input", in(AttemptPhase.WAITING_FOR_INPUT));
        situations.put("waiting-for-approval", in(AttemptPhase.WAITING_FOR_APPROVAL));
        situations.put("succeeded", in(AttemptPhase.SUCCEEDED));
        situations.put("failed", in(AttemptPhase.FAILED));
        situations.put("cancelled", stopping(AttemptPhase.CANCELLED));
        situations.put("lost", in(AttemptPhase.LOST));
        return situations;
    }

    static Map<String, AttemptEvent> events(long token) {
        Map<String, AttemptEvent> events = new LinkedHashMap<>();
        events.put("assigned again, token 7", new AttemptEvent.Assigned(token));
        events.put("assigned, token 8", new AttemptEvent.Assigned(token + 1));
        events.put("launch-started", new AttemptEvent.LaunchStarted(token));
        events.put("postponed", new AttemptEvent.Postponed(token, "gateway not reachable"));
        events.put("attached", new AttemptEvent.Attached(token));
        events.put("input-needed", new AttemptEvent.InputNeeded(token));
        events.put("approval-needed", new AttemptEvent.ApprovalNeeded(token));
        events.put("resumed", new AttemptEvent.Resumed(token));
        events.put("succeeded", new AttemptEvent.Succeeded(token));
        events.put("failed", new AttemptEvent.Failed(token, "exit status 1"));
        events.put("stopped", new AttemptEvent.Stopped(token));
        events.put("lost", new AttemptEvent.Lost(token, "host gone"));
        events.put("cancel-requested", new AttemptEvent.CancelRequested("maria"));
        return events;
    }

    static List<AttemptEvent> fromWorker(long token) {
        return events(token).values().stream()
                .filter(AttemptEvent.FromWorker.class::isInstance)
                .collect(Collectors.toList());
    }

    private static Answer answer(AttemptState attempt, AttemptEvent event) {
        Transition<AttemptState, AttemptEffect> transition = AttemptMachine.on(attempt, event);
        if (transition instanceof Moved<AttemptState, AttemptEffect> moved) {
            return Answer.moved(
                    moved.state().phase().word(),
                    moved.effects().stream().map(Record.class::cast).toList());
        }
        return Answer.refused(
                ((Refused<AttemptState, AttemptEffect>) transition).reason().word());
    }
}
