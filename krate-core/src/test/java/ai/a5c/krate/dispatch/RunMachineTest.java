package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.RunMoves.effects;
import static ai.a5c.krate.dispatch.RunMoves.moved;
import static ai.a5c.krate.dispatch.RunMoves.on;
import static ai.a5c.krate.dispatch.RunMoves.reason;
import static ai.a5c.krate.dispatch.RunMoves.state;
import static ai.a5c.krate.dispatch.RunTable.BLOCKED;
import static ai.a5c.krate.dispatch.RunTable.FAILED;
import static ai.a5c.krate.dispatch.RunTable.HELD;
import static ai.a5c.krate.dispatch.RunTable.HELD_AT_WORK;
import static ai.a5c.krate.dispatch.RunTable.PENDING;
import static ai.a5c.krate.dispatch.RunTable.QUEUED;
import static ai.a5c.krate.dispatch.RunTable.QUEUED_AGAIN;
import static ai.a5c.krate.dispatch.RunTable.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import ai.a5c.krate.dispatch.RunEvent.AttemptFailed;
import ai.a5c.krate.dispatch.RunEvent.AttemptLost;
import ai.a5c.krate.dispatch.RunEvent.AttemptRequested;
import ai.a5c.krate.dispatch.RunEvent.AttemptSucceeded;
import ai.a5c.krate.dispatch.RunEvent.Blocked;
import ai.a5c.krate.dispatch.RunEvent.Claimed;
import ai.a5c.krate.dispatch.RunEvent.GateApproved;
import ai.a5c.krate.dispatch.RunEvent.GateDenied;
import ai.a5c.krate.dispatch.RunEvent.GateExpired;
import ai.a5c.krate.dispatch.RunEvent.HeldForApproval;
import ai.a5c.krate.dispatch.RunEvent.Postponed;
import ai.a5c.krate.dispatch.RunEvent.RequestedWriteBack;
import ai.a5c.krate.dispatch.RunEvent.RetryRequested;
import ai.a5c.krate.dispatch.RunEvent.WriteBackApproved;
import ai.a5c.krate.dispatch.RunEvent.WriteBackSettled;
import ai.a5c.krate.dispatch.Transition.Reason;
import ai.a5c.krate.dispatch.Transition.Refused;
import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.StateTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunMachineTest {

    /** Upper case: the phase that follows. Lower case: why the event is refused. */
    private static final String EXPECTED = """
            event                                    | pend  | queue  | again | held  | parked | run   | stop   | asking     | applying | block | ok        | fail  | cancel
            admitted                                 | QUEUE | done   | done  | no    | done   | done  | done   | done       | done     | no    | done      | done  | done
            held-for-approval ap-1                   | WAIT  | WAIT   | done  | done  | done   | WAIT  | stop   | no         | no       | no    | ended     | ended | ended
            held-for-approval ap-2                   | WAIT  | WAIT   | WAIT  | WAIT  | WAIT   | WAIT  | stop   | no         | no       | no    | ended     | ended | ended
            gate-approved ap-1                       | gate? | gate?  | done  | QUEUE | QUEUE  | gate? | gate?  | gate?      | gate?    | gate? | gate?     | gate? | gate?
            gate-denied ap-1                         | gate? | gate?  | done  | FAIL  | FAIL   | gate? | gate?  | gate?      | gate?    | gate? | gate?     | gate? | gate?
            gate-expired ap-1                        | gate? | gate?  | done  | FAIL  | FAIL   | gate? | gate?  | gate?      | gate?    | gate? | gate?     | gate? | gate?
            blocked                                  | BLOCK | BLOCK  | BLOCK | BLOCK | BLOCK  | BLOCK | stop   | no         | no       | done  | ended     | ended | ended
            claimed with token 6                     | att?  | RUN    | stale | att?  | stale  | stale | stale  | over       | over     | over  | over      | over  | over
            claimed with token 7                     | att?  | RUN    | done  | att?  | done   | done  | done   | over       | over     | over  | over      | over  | over
            claimed with token 8                     | att?  | RUN    | RUN   | att?  | no     | RUN   | RUN    | over       | over     | over  | over      | over  | over
            postponed                                | att?  | done   | done  | att?  | no     | QUEUE | stop   | over       | over     | over  | over      | over  | over
            attempt-succeeded, nothing to write      | att?  | unheld | OK    | att?  | OK     | OK    | CANCEL | done       | done     | done  | done      | done  | done
            attempt-succeeded, write-back to approve | att?  | unheld | WAIT  | att?  | WAIT   | WAIT  | CANCEL | done       | done     | done  | done      | done  | done
            attempt-succeeded, write-back allowed    | att?  | unheld | RUN   | att?  | RUN    | RUN   | CANCEL | done       | done     | done  | done      | done  | done
            attempt-failed, retryable                | att?  | QUEUE  | QUEUE | att?  | QUEUE  | QUEUE | CANCEL | done       | done     | done  | done      | done  | done
            attempt-failed, for good                 | att?  | FAIL   | FAIL  | att?  | FAIL   | FAIL  | CANCEL | done       | done     | done  | done      | done  | done
            attempt-lost                             | att?  | unheld | QUEUE | att?  | QUEUE  | QUEUE | CANCEL | done       | done     | done  | done      | done  | done
            attempt-lost, for good                   | att?  | unheld | FAIL  | att?  | FAIL   | FAIL  | CANCEL | done       | done     | done  | done      | done  | done
            attempt-cancelled                        | att?  | CANCEL | CANCEL| att?  | CANCEL | CANCEL| CANCEL | done       | done     | done  | done      | done  | done
            write-back-approved 1                    | wb?   | wb?    | wb?   | wb?   | wb?    | wb?   | wb?    | RUN        | done     | wb?   | done      | wb?   | wb?
            write-back-denied 1                      | wb?   | wb?    | wb?   | wb?   | wb?    | wb?   | wb?    | OK         | done     | wb?   | done      | wb?   | wb?
            write-back-held 1                        | wb?   | wb?    | wb?   | wb?   | wb?    | wb?   | wb?    | done       | WAIT     | wb?   | done      | wb?   | wb?
            write-back-settled 1 applied             | wb?   | wb?    | wb?   | wb?   | wb?    | wb?   | wb?    | unapproved | OK       | wb?   | done      | wb?   | wb?
            write-back-settled 1 expired             | wb?   | wb?    | wb?   | wb?   | wb?    | wb?   | wb?    | OK         | OK       | wb?   | otherwise | wb?   | wb?
            retry-requested                          | done  | no     | no    | no    | no     | no    | stop   | no         | no       | PEND  | ended     | ended | ended
            attempt-requested 1                      | no    | done   | done  | no    | done   | done  | done   | done       | done     | done  | done      | done  | done
            attempt-requested 2                      | att?  | no     | no    | att?  | no     | no    | stop   | no         | no       | no    | QUEUE     | QUEUE | QUEUE
            attempt-requested 3                      | att?  | att?   | att?  | att?  | att?   | att?  | att?   | att?       | att?     | att?  | att?      | att?  | att?
            cancel-requested                         | CANCEL| CANCEL | QUEUE | CANCEL| WAIT   | RUN   | done   | CANCEL     | RUN      | CANCEL| ended     | ended | done
            """;

    private static final Map<String, String> CODE = Map.ofEntries(
            Map.entry("pending", "PEND"),
            Map.entry("queued", "QUEUE"),
            Map.entry("running", "RUN"),
            Map.entry("waiting-for-approval", "WAIT"),
            Map.entry("blocked", "BLOCK"),
            Map.entry("succeeded", "OK"),
            Map.entry("failed", "FAIL"),
            Map.entry("cancelled", "CANCEL"),
            Map.entry("already-done", "done"),
            Map.entry("already-ended", "ended"),
            Map.entry("not-in-this-phase", "no"),
            Map.entry("cancel-requested", "stop"),
            Map.entry("stale-token", "stale"),
            Map.entry("unknown-attempt", "att?"),
            Map.entry("attempt-over", "over"),
            Map.entry("not-claimed", "unheld"),
            Map.entry("unknown-gate", "gate?"),
            Map.entry("unknown-write-back", "wb?"),
            Map.entry("not-approved", "unapproved"),
            Map.entry("settled-otherwise", "otherwise"));

    @Test
    void everyPhaseAnswersEveryEvent() {
        assertThat(RunTable.table().cells(CODE)).isEqualTo(StateTable.parse(EXPECTED));
    }

    @Test
    void theSamplesCoverEveryPhaseAndEvent() {
        assertThat(RunTable.situations().values()).extracting(RunState::phase).contains(RunPhase.values());
        assertThat(RunTable.events().values())
                .extracting(Object::getClass)
                .containsAll(leaves(RunEvent.class).toList());
    }

    @Test
    void theTableInTheDocsIsTheTableInTheCode() throws IOException {
        GeneratedFile.at("docs/reference/run-states.md").mustBe(RunTable.table().render("How a run moves"));
    }

    @Test
    void anAdmittedRunQueuesItsFirstAttempt() {
        assertThat(on(PENDING, new Admitted()))
                .isEqualTo(moved(QUEUED, new QueueAttempt(1), new Notify(RunPhase.QUEUED)));
    }

    @Test
    void eachGateIsAskedForAndAllMustOpen() {
        RunState both = state(on(HELD, new HeldForApproval("ap-0")));
        assertThat(both.pendingGates()).containsExactly("ap-0", "ap-1");
        assertThat(effects(on(HELD, new HeldForApproval("ap-0")))).containsExactly(new RequestApproval("ap-0"));

        Transition<RunState, RunEffect> one = on(both, new GateApproved("ap-1"));
        assertThat(state(one)).isEqualTo(HELD.withGates(both.phase(), List.of("ap-0"), List.of("ap-1")));
        assertThat(effects(one)).isEmpty();

        Transition<RunState, RunEffect> all = on(state(one), new GateApproved("ap-0"));
        assertThat(state(all)).isEqualTo(QUEUED.withGates(RunPhase.QUEUED, List.of(), List.of("ap-0", "ap-1")));
        assertThat(effects(all)).containsExactly(new QueueAttempt(1), new Notify(RunPhase.QUEUED));
    }

    @Test
    void anApprovedGateQueuesTheParkedAttemptUnderItsNumber() {
        assertThat(on(HELD_AT_WORK, new GateApproved("ap-1")))
                .isEqualTo(moved(QUEUED_AGAIN, new QueueAttempt(1), new Notify(RunPhase.QUEUED)));
    }

    @Test
    void aDeniedGateFailsTheRunAndClosesWhatItHasOpen() {
        assertThat(effects(on(HELD, new GateDenied("ap-1", "no"))))
                .containsExactly(new VoidApprovals(), new Notify(RunPhase.FAILED));
        Transition<RunState, RunEffect> denied = on(HELD_AT_WORK, new GateDenied("ap-1", "too risky"));
        assertThat(effects(denied))
                .containsExactly(
                        new StopAttempt(1), new VoidApprovals(), new ReleaseWorkspace(), new Notify(RunPhase.FAILED));
        assertThat(state(denied).reason()).isEqualTo("ap-1 was denied: too risky");
        assertThat(state(denied).lastAttempt()).isEqualTo(LastAttempt.CANCELLED);
        assertThat(state(denied).closedGates()).containsExactly("ap-1");
    }

    @Test
    void anExpiredGateSaysSo() {
        assertThat(state(on(HELD, new GateExpired("ap-1"))).reason()).isEqualTo("nobody decided on ap-1 in time");
    }

    @Test
    void aBlockedRunIsReviewedAgainAndMakesANewAttempt() {
        Transition<RunState, RunEffect> blocked = on(QUEUED, new Blocked("MissingSecretGrant"));
        assertThat(effects(blocked))
                .containsExactly(new StopAttempt(1), new VoidApprovals(), new Notify(RunPhase.BLOCKED));
        assertThat(state(blocked)).isEqualTo(BLOCKED.in(RunPhase.BLOCKED, "MissingSecretGrant"));

        RunState again = state(on(HELD.closed(LastAttempt.NONE).in(RunPhase.BLOCKED, "x"), new RetryRequested("m")));
        assertThat(again).isEqualTo(PENDING);
        Transition<RunState, RunEffect> retried = on(state(blocked), new RetryRequested("maria"));
        assertThat(effects(retried)).containsExactly(new Review(), new Notify(RunPhase.PENDING));
        assertThat(effects(on(state(retried), new Admitted()))).contains(new QueueAttempt(2));
    }

    @Test
    void aClaimLaunchesUnderItsTokenAndATakeOverDoesItAgain() {
        assertThat(on(QUEUED, new Claimed(1, 7)))
                .isEqualTo(moved(RUNNING, new LaunchAttempt(1, 7), new Notify(RunPhase.RUNNING)));
        Transition<RunState, RunEffect> taken = on(RUNNING, new Claimed(1, 8));
        assertThat(effects(taken)).containsExactly(new LaunchAttempt(1, 8));
        assertThat(state(taken).fencingToken()).isEqualTo(8);
        assertThat(state(taken).lastAttempt()).isEqualTo(LastAttempt.OPEN);
    }

    @Test
    void anUnreachableRuntimePutsTheAttemptBack() {
        Transition<RunState, RunEffect> back = on(RUNNING, new Postponed(1, "gateway not reachable"));
        assertThat(effects(back)).containsExactly(new QueueAttempt(1), new Notify(RunPhase.QUEUED));
        assertThat(state(back).reason()).isEqualTo("gateway not reachable");
        assertThat(state(on(state(back), new Claimed(1, 8))).reason()).isEmpty();
    }

    @Test
    void aLostAttemptIsRetriedWhileThePolicyAllows() {
        Transition<RunState, RunEffect> retried = on(RUNNING, new AttemptLost(1, "host gone"));
        assertThat(effects(retried)).containsExactly(new QueueAttempt(2), new Notify(RunPhase.QUEUED));
        assertThat(state(retried).attempts()).isEqualTo(2);
        assertThat(state(retried).fencingToken()).isZero();
        assertThat(state(retried).lastAttempt()).isEqualTo(LastAttempt.OPEN);

        RunState second = state(on(state(retried), new Claimed(2, 1)));
        Transition<RunState, RunEffect> lost = on(second, new AttemptLost(2, "host gone"));
        assertThat(effects(lost)).containsExactly(new ReleaseWorkspace(), new Notify(RunPhase.FAILED));
        assertThat(state(lost).reason()).isEqualTo("host gone");
        assertThat(state(lost).lastAttempt()).isEqualTo(LastAttempt.LOST);
        assertThat(reason(on(second, new AttemptLost(1, "host gone")))).isEqualTo(Reason.ALREADY_DONE);
        assertThat(reason(on(second, new Claimed(1, 9)))).isEqualTo(Reason.ATTEMPT_OVER);
        assertThat(reason(on(second, new Claimed(3, 9)))).isEqualTo(Reason.UNKNOWN_ATTEMPT);
        assertThat(reason(on(second, new Claimed(0, 9)))).isEqualTo(Reason.UNKNOWN_ATTEMPT);
    }

    @Test
    void aPersonsWishOpensARunThatIsOverAndMayPassWhatThePolicyMakes() {
        for (RunState over : List.of(FAILED, RunTable.CANCELLED, RunTable.SUCCEEDED)) {
            Transition<RunState, RunEffect> again = on(over, new AttemptRequested(2, "maria"));
            assertThat(effects(again)).containsExactly(new QueueAttempt(2), new Notify(RunPhase.QUEUED));
            assertThat(state(again).attempts()).isEqualTo(2);
            assertThat(state(again).fencingToken()).isZero();
            assertThat(state(again).lastAttempt()).isEqualTo(LastAttempt.OPEN);
            assertThat(state(again).cancelRequested()).isFalse();
            assertThat(state(again).reason()).isEmpty();
            assertThat(state(again).writeBacks()).isEqualTo(over.writeBacks());
            RunState failed = state(on(state(again), new AttemptFailed(2, "exit 1", true)));
            assertThat(failed.phase()).isEqualTo(RunPhase.FAILED);
            assertThat(state(on(failed, new AttemptRequested(3, "maria"))).attempts())
                    .isEqualTo(3);
        }
    }

    @Test
    void anAttemptThatEndsWhileAGateIsPendingVoidsTheGate() {
        assertThat(effects(on(HELD_AT_WORK, new AttemptFailed(1, "exit 1", true))))
                .containsExactly(new VoidApproval("ap-1"), new QueueAttempt(2), new Notify(RunPhase.QUEUED));
        assertThat(effects(on(HELD_AT_WORK, new AttemptFailed(1, "exit 1", false))))
                .containsExactly(new VoidApproval("ap-1"), new ReleaseWorkspace(), new Notify(RunPhase.FAILED));
        assertThat(reason(on(state(on(HELD_AT_WORK, new AttemptFailed(1, "exit 1", true))), new GateApproved("ap-1"))))
                .isEqualTo(Reason.ALREADY_DONE);
    }

    @Test
    void aRefusalSaysWhatAndWhy() {
        assertThat(((Refused<RunState, RunEffect>) on(FAILED, new RetryRequested("maria"))).message())
                .isEqualTo("retry-requested is refused while failed: it has ended; start a new run instead");
    }

    @Test
    void hostileEventsAreRefusedWhereTheyAreMade() {
        assertThatThrownBy(() -> new Claimed(1, 0)).hasMessage("a fencing token is at least 1, got 0");
        assertThatThrownBy(() -> new WriteBackApproved(List.of()))
                .hasMessage("an event about write-backs names at least one");
        assertThatThrownBy(() -> new WriteBackSettled(3, WriteBackStanding.APPLYING))
                .hasMessage("write-back 3 cannot be settled as applying");
        assertThatThrownBy(() -> new AttemptSucceeded(
                        1, List.of(new RequestedWriteBack(1, true), new RequestedWriteBack(1, false))))
                .hasMessage("two write-backs have one ordinal");
        assertThatThrownBy(() -> new WriteBack(-1, WriteBackStanding.APPLYING))
                .hasMessage("a write-back's ordinal must not be negative, got -1");
    }

    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(RunMachineTest::leaves)
                : Stream.of(type);
    }
}
