package ai.a5c.krate.dispatch;

import ai.a5c.krate.dispatch.RunEvent.RequestedWriteBack;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Refused;
import ai.a5c.krate.testkit.StateTable;
import ai.a5c.krate.testkit.StateTable.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The situations that a run can be in, with one attempt of two made, and one of each event. */
final class RunTable {

    static final RunState PENDING = RunState.pending(2);
    static final RunState QUEUED = run(RunPhase.QUEUED, 0, LastAttempt.OPEN);
    static final RunState QUEUED_AGAIN =
            run(RunPhase.QUEUED, 7, LastAttempt.OPEN).withGates(RunPhase.QUEUED, List.of(), List.of("ap-1"));
    static final RunState HELD = PENDING.withGates(RunPhase.WAITING_FOR_APPROVAL, List.of("ap-1"), List.of());
    static final RunState HELD_AT_WORK = run(RunPhase.RUNNING, 7, LastAttempt.OPEN)
            .withGates(RunPhase.WAITING_FOR_APPROVAL, List.of("ap-1"), List.of());
    static final RunState RUNNING = run(RunPhase.RUNNING, 7, LastAttempt.OPEN);
    static final RunState STOPPING = RUNNING.cancelling("cancelled by maria");
    static final RunState ASKING = run(RunPhase.WAITING_FOR_APPROVAL, 7, LastAttempt.SUCCEEDED)
            .withWriteBacks(List.of(new WriteBack(1, WriteBackStanding.AWAITING_APPROVAL)));
    static final RunState APPLYING = run(RunPhase.RUNNING, 7, LastAttempt.SUCCEEDED)
            .withWriteBacks(List.of(new WriteBack(1, WriteBackStanding.APPLYING)));
    static final RunState BLOCKED = run(RunPhase.BLOCKED, 0, LastAttempt.CANCELLED);
    static final RunState SUCCEEDED = run(RunPhase.SUCCEEDED, 7, LastAttempt.SUCCEEDED)
            .withWriteBacks(List.of(new WriteBack(1, WriteBackStanding.APPLIED)));
    static final RunState FAILED = run(RunPhase.FAILED, 7, LastAttempt.FAILED);
    static final RunState CANCELLED =
            run(RunPhase.CANCELLED, 7, LastAttempt.CANCELLED).cancelling("cancelled by maria");

    private RunTable() {}

    static StateTable<RunState, RunEvent> table() {
        return new StateTable<>(situations(), events(), RunTable::answer);
    }

    static Map<String, RunState> situations() {
        Map<String, RunState> situations = new LinkedHashMap<>();
        situations.put("pending", PENDING);
        situations.put("queued", QUEUED);
        situations.put("queued again, attempt parked", QUEUED_AGAIN);
        situations.put("waiting-for-approval, not launched", HELD);
        situations.put("waiting-for-approval, attempt parked", HELD_AT_WORK);
        situations.put("running", RUNNING);
        situations.put("running, being cancelled", STOPPING);
        situations.put("waiting-for-approval of write-backs", ASKING);
        situations.put("running, applying write-backs", APPLYING);
        situations.put("blocked", BLOCKED);
        situations.put("succeeded", SUCCEEDED);
        situations.put("failed", FAILED);
        situations.put("cancelled", CANCELLED);
        return situations;
    }

    static Map<String, RunEvent> events() {
        Map<String, RunEvent> events = new LinkedHashMap<>();
        events.put("admitted", new RunEvent.Admitted());
        events.put("held-for-approval ap-1", new RunEvent.HeldForApproval("ap-1"));
        events.put("held-for-approval ap-2", new RunEvent.HeldForApproval("ap-2"));
        events.put("gate-approved ap-1", new RunEvent.GateApproved("ap-1"));
        events.put("gate-denied ap-1", new RunEvent.GateDenied("ap-1", "too risky"));
        events.put("gate-expired ap-1", new RunEvent.GateExpired("ap-1"));
        events.put("blocked", new RunEvent.Blocked("MissingSecretGrant"));
        events.put("claimed with token 6", new RunEvent.Claimed(1, 6));
        events.put("claimed with token 7", new RunEvent.Claimed(1, 7));
        events.put("claimed with token 8", new RunEvent.Claimed(1, 8));
        events.put("postponed", new RunEvent.Postponed(1, "gateway not reachable"));
        events.put("attempt-succeeded, nothing to write", new RunEvent.AttemptSucceeded(1, List.of()));
        events.put(
                "attempt-succeeded, write-back to approve",
                new RunEvent.AttemptSucceeded(1, List.of(new RequestedWriteBack(1, true))));
        events.put(
                "attempt-succeeded, write-back allowed",
                new RunEvent.AttemptSucceeded(1, List.of(new RequestedWriteBack(1, false))));
        events.put("attempt-failed, retryable", new RunEvent.AttemptFailed(1, "exit status 1", true));
        events.put("attempt-failed, for good", new RunEvent.AttemptFailed(1, "exit status 1", false));
        events.put("attempt-lost", new RunEvent.AttemptLost(1, "host gone"));
        events.put("attempt-lost, for good", new RunEvent.AttemptLost(1, "host gone", false));
        events.put("attempt-cancelled", new RunEvent.AttemptCancelled(1));
        events.put("write-back-approved 1", new RunEvent.WriteBackApproved(List.of(1)));
        events.put("write-back-denied 1", new RunEvent.WriteBackDenied(List.of(1)));
        events.put("write-back-held 1", new RunEvent.WriteBackHeld(List.of(1)));
        events.put("write-back-settled 1 applied", new RunEvent.WriteBackSettled(1, WriteBackStanding.APPLIED));
        events.put("write-back-settled 1 expired", new RunEvent.WriteBackSettled(1, WriteBackStanding.EXPIRED));
        events.put("retry-requested", new RunEvent.RetryRequested("maria"));
        events.put("attempt-requested 1", new RunEvent.AttemptRequested(1, "maria"));
        events.put("attempt-requested 2", new RunEvent.AttemptRequested(2, "maria"));
        events.put("attempt-requested 3", new RunEvent.AttemptRequested(3, "maria"));
        events.put("cancel-requested", new RunEvent.CancelRequested("maria"));
        return events;
    }

    private static RunState run(RunPhase phase, long token, LastAttempt last) {
        return new RunState(phase, 1, 2, token, last, List.of(), List.of(), List.of(), false, "");
    }

    private static Answer answer(RunState run, RunEvent event) {
        Transition<RunState, RunEffect> transition = RunMachine.on(run, event);
        if (transition instanceof Moved<RunState, RunEffect> moved) {
            return Answer.moved(
                    moved.state().phase().word(),
                    moved.effects().stream().map(Record.class::cast).toList());
        }
        return Answer.refused(
                ((Refused<RunState, RunEffect>) transition).reason().word());
    }
}
