package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.RunTable.APPLYING;
import static ai.a5c.krate.dispatch.RunTable.ASKING;
import static ai.a5c.krate.dispatch.RunTable.BLOCKED;
import static ai.a5c.krate.dispatch.RunTable.FAILED;
import static ai.a5c.krate.dispatch.RunTable.HELD;
import static ai.a5c.krate.dispatch.RunTable.HELD_AT_WORK;
import static ai.a5c.krate.dispatch.RunTable.PENDING;
import static ai.a5c.krate.dispatch.RunTable.QUEUED;
import static ai.a5c.krate.dispatch.RunTable.QUEUED_AGAIN;
import static ai.a5c.krate.dispatch.RunTable.RUNNING;
import static ai.a5c.krate.dispatch.RunTable.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.dispatch.RunEffect.ApplyWriteBack;
import ai.a5c.krate.dispatch.RunEffect.LaunchAttempt;
import ai.a5c.krate.dispatch.RunEffect.Notify;
import ai.a5c.krate.dispatch.RunEffect.QueueAttempt;
import ai.a5c.krate.dispatch.RunEffect.ReleaseWorkspace;
import ai.a5c.krate.dispatch.RunEffect.RequestApproval;
import ai.a5c.krate.dispatch.RunEffect.RequestWriteBackApproval;
import ai.a5c.krate.dispatch.RunEffect.Review;
import ai.a5c.krate.dispatch.RunEffect.StopAttempt;
import ai.a5c.krate.dispatch.RunEffect.VoidApproval;
import ai.a5c.krate.dispatch.RunEffect.VoidApprovals;
import ai.a5c.krate.dispatch.RunEvent.Admitted;
import ai.a5c.krate.dispatch.RunEvent.AttemptCancelled;
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
import ai.a5c.krate.dispatch.RunEvent.Postponed;
import ai.a5c.krate.dispatch.RunEvent.RequestedWriteBack;
import ai.a5c.krate.dispatch.RunEvent.RetryRequested;
import ai.a5c.krate.dispatch.RunEvent.WriteBackApproved;
import ai.a5c.krate.dispatch.RunEvent.WriteBackDenied;
import ai.a5c.krate.dispatch.RunEvent.WriteBackHeld;
import ai.a5c.krate.dispatch.RunEvent.WriteBackSettled;
import ai.a5c.krate.dispatch.Transition.Moved;
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
    void whoeverTakesACancelledRunOverStopsItInsteadOfLaunching() {
        RunState parked = state(on(QUEUED_AGAIN, new CancelRequested("maria")));
        for (RunState stopping : List.of(STOPPING, parked)) {
            Transition<RunState, RunEffect> taken = on(stopping, new Claimed(1, 8));
            assertThat(effects(taken)).contains(new StopAttempt(1)).doesNotContain(new LaunchAttempt(1, 8));
            assertThat(state(taken).fencingToken()).isEqualTo(8);
            assertThat(state(taken).cancelRequested()).isTrue();
            assertThat(state(taken).reason()).isEqualTo("cancelled by maria");
        }
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
    void whatALaterAttemptRequestsStandsBesideWhatWasWrittenBefore() {
        RunState again = state(on(RunTable.SUCCEEDED, new AttemptRequested(2, "maria")));
        RunState running = state(on(again, new Claimed(2, 1)));
        assertThat(reason(on(running, new AttemptSucceeded(2, List.of(new RequestedWriteBack(1, true))))))
                .isEqualTo(Reason.ORDINAL_TAKEN);
        RunState asking = state(on(running, new AttemptSucceeded(2, List.of(new RequestedWriteBack(2, true)))));
        assertThat(asking.writeBacks())
                .containsExactly(
                        new WriteBack(1, WriteBackStanding.APPLIED),
                        new WriteBack(2, WriteBackStanding.AWAITING_APPROVAL));
        assertThat(state(on(asking, new WriteBackDenied(List.of(2)))).reason()).isEqualTo("1 of 2 write-backs applied");
        RunState stopped = state(on(
                state(on(running, new CancelRequested("maria"))),
                new AttemptSucceeded(2, List.of(new RequestedWriteBack(2, true)))));
        assertThat(stopped.writeBacks())
                .containsExactly(
                        new WriteBack(1, WriteBackStanding.APPLIED), new WriteBack(2, WriteBackStanding.CANCELLED));
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
    void anAttemptCancelledBesideTheRunCancelsIt() {
        Transition<RunState, RunEffect> cancelled = on(RUNNING, new AttemptCancelled(1));
        assertThat(effects(cancelled)).containsExactly(new ReleaseWorkspace(), new Notify(RunPhase.CANCELLED));
        assertThat(state(cancelled).reason()).isEqualTo("the attempt was cancelled");
        assertThat(state(cancelled).lastAttempt()).isEqualTo(LastAttempt.CANCELLED);
    }

    @Test
    void cancellingBeforeLaunchEndsAtOnce() {
        assertThat(effects(on(PENDING, new CancelRequested("maria"))))
                .containsExactly(new VoidApprovals(), new Notify(RunPhase.CANCELLED));
        Transition<RunState, RunEffect> queued = on(QUEUED, new CancelRequested("maria"));
        assertThat(effects(queued))
                .containsExactly(new StopAttempt(1), new VoidApprovals(), new Notify(RunPhase.CANCELLED));
        assertThat(state(queued).reason()).isEqualTo("cancelled by maria");
        assertThat(state(queued).cancelRequested()).isTrue();
        assertThat(state(queued).lastAttempt()).isEqualTo(LastAttempt.CANCELLED);
    }

    @Test
    void cancellingAtWorkStopsFirstAndEndsWhenTheAttemptDoes() {
        Transition<RunState, RunEffect> cancel = on(RUNNING, new CancelRequested("maria"));
        assertThat(cancel).isEqualTo(moved(STOPPING, new StopAttempt(1), new VoidApprovals()));
        Transition<RunState, RunEffect> stopped = on(STOPPING, new AttemptCancelled(1));
        assertThat(effects(stopped)).containsExactly(new ReleaseWorkspace(), new Notify(RunPhase.CANCELLED));
        assertThat(state(stopped).reason()).isEqualTo("cancelled by maria");
        assertThat(state(on(STOPPING, new AttemptLost(1, "x"))).lastAttempt()).isEqualTo(LastAttempt.LOST);
        assertThat(state(on(STOPPING, new AttemptFailed(1, "x", true))).lastAttempt())
                .isEqualTo(LastAttempt.FAILED);
    }

    @Test
    void cancellingAHeldAttemptClosesItsGates() {
        RunState stopping = state(on(HELD_AT_WORK, new CancelRequested("maria")));
        assertThat(stopping.pendingGates()).isEmpty();
        assertThat(stopping.closedGates()).containsExactly("ap-1");
        assertThat(stopping.lastAttempt()).isEqualTo(LastAttempt.OPEN);
    }

    @Test
    void whatASuccessAfterTheCancelRequestedIsRecordedAsCancelled() {
        RunState ended = state(on(STOPPING, new AttemptSucceeded(1, List.of(new RequestedWriteBack(4, true)))));
        assertThat(ended.writeBacks()).containsExactly(new WriteBack(4, WriteBackStanding.CANCELLED));
        assertThat(ended.lastAttempt()).isEqualTo(LastAttempt.SUCCEEDED);
        assertThat(ended.phase()).isEqualTo(RunPhase.CANCELLED);
    }

    @Test
    void writeBacksAreAskedForInOneApprovalAndAppliedWhereNobodyNeedsToBeAsked() {
        Transition<RunState, RunEffect> over = on(
                RUNNING,
                new AttemptSucceeded(
                        1,
                        List.of(
                                new RequestedWriteBack(3, true),
                                new RequestedWriteBack(2, false),
                                new RequestedWriteBack(1, true))));
        assertThat(effects(over))
                .containsExactly(
                        new ReleaseWorkspace(),
                        new RequestWriteBackApproval(List.of(1, 3)),
                        new ApplyWriteBack(2),
                        new Notify(RunPhase.WAITING_FOR_APPROVAL));
        assertThat(state(over).writeBacks())
                .containsExactly(
                        new WriteBack(1, WriteBackStanding.AWAITING_APPROVAL),
                        new WriteBack(2, WriteBackStanding.APPLYING),
                        new WriteBack(3, WriteBackStanding.AWAITING_APPROVAL));
    }

    @Test
    void theRunEndsWhenTheLastWriteBackIsSettledWithTheOutcomeOfEach() {
        RunState three = ASKING.withWriteBacks(List.of(
                new WriteBack(1, WriteBackStanding.AWAITING_APPROVAL),
                new WriteBack(2, WriteBackStanding.AWAITING_APPROVAL),
                new WriteBack(3, WriteBackStanding.APPLYING)));
        Transition<RunState, RunEffect> approved = on(three, new WriteBackApproved(List.of(2, 3)));
        assertThat(effects(approved)).containsExactly(new ApplyWriteBack(2));
        assertThat(state(approved).phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
        Transition<RunState, RunEffect> denied = on(state(approved), new WriteBackDenied(List.of(1)));
        assertThat(effects(denied)).containsExactly(new Notify(RunPhase.RUNNING));
        RunState two = state(on(state(denied), new WriteBackSettled(2, WriteBackStanding.APPLIED)));
        assertThat(two.phase()).isEqualTo(RunPhase.RUNNING);
        Transition<RunState, RunEffect> last = on(two, new WriteBackSettled(3, WriteBackStanding.NO_CHANGE));
        assertThat(effects(last)).containsExactly(new Notify(RunPhase.SUCCEEDED));
        assertThat(state(last).writeBacks())
                .containsExactly(
                        new WriteBack(1, WriteBackStanding.DENIED),
                        new WriteBack(2, WriteBackStanding.APPLIED),
                        new WriteBack(3, WriteBackStanding.NO_CHANGE));
        assertThat(state(last).reason()).isEqualTo("1 of 3 write-backs applied");
    }

    @Test
    void noChangeIsNotCountedAsApplied() {
        RunState ended = state(on(APPLYING, new WriteBackSettled(1, WriteBackStanding.NO_CHANGE)));
        assertThat(ended.reason()).isEqualTo("0 of 1 write-backs applied");
        assertThat(state(on(RUNNING, new AttemptSucceeded(1, List.of()))).reason())
                .isEqualTo("nothing was to be written back");
    }

    @Test
    void aWriteBackWhoseTargetMovedIsAskedForAgain() {
        assertThat(on(APPLYING, new WriteBackHeld(List.of(1))))
                .isEqualTo(moved(
                        ASKING, new RequestWriteBackApproval(List.of(1)), new Notify(RunPhase.WAITING_FOR_APPROVAL)));
    }

    @Test
    void anApprovalOfAnUnknownWriteBackMovesNone() {
        assertThat(reason(on(ASKING, new WriteBackApproved(List.of(1, 2))))).isEqualTo(Reason.UNKNOWN_WRITE_BACK);
    }

    @Test
    void onlyWhatNeverActedSettlesAnUnapprovedWriteBack() {
        assertThat(Arrays.stream(WriteBackStanding.values())
                        .filter(outcome -> !outcome.isOpen())
                        .filter(outcome -> on(ASKING, new WriteBackSettled(1, outcome)) instanceof Moved))
                .containsExactly(
                        WriteBackStanding.DENIED,
                        WriteBackStanding.EXPIRED,
                        WriteBackStanding.SUPERSEDED,
                        WriteBackStanding.CANCELLED);
    }

    @Test
    void cancellingWhileApplyingWaitsForWhatIsUnderWay() {
        RunState mixed = ASKING.withWriteBacks(List.of(
                new WriteBack(1, WriteBackStanding.AWAITING_APPROVAL), new WriteBack(2, WriteBackStanding.APPLYING)));
        Transition<RunState, RunEffect> cancel = on(mixed, new CancelRequested("maria"));
        assertThat(effects(cancel)).containsExactly(new VoidApprovals(), new Notify(RunPhase.RUNNING));
        assertThat(state(cancel).writeBacks())
                .containsExactly(
                        new WriteBack(1, WriteBackStanding.CANCELLED), new WriteBack(2, WriteBackStanding.APPLYING));
        assertThat(reason(on(state(cancel), new WriteBackHeld(List.of(2))))).isEqualTo(Reason.CANCEL_REQUESTED);
        RunState ended = state(on(state(cancel), new WriteBackSettled(2, WriteBackStanding.APPLIED)));
        assertThat(ended.phase()).isEqualTo(RunPhase.CANCELLED);
        assertThat(ended.reason()).isEqualTo("cancelled by maria");
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

    private static Transition<RunState, RunEffect> on(RunState run, RunEvent event) {
        return RunMachine.on(run, event);
    }

    private static Transition<RunState, RunEffect> moved(RunState run, RunEffect... effects) {
        return new Moved<>(run, List.of(effects));
    }

    private static RunState state(Transition<RunState, RunEffect> transition) {
        return ((Moved<RunState, RunEffect>) transition).state();
    }

    private static List<RunEffect> effects(Transition<RunState, RunEffect> transition) {
        return ((Moved<RunState, RunEffect>) transition).effects();
    }

    private static Reason reason(Transition<RunState, RunEffect> transition) {
        return ((Refused<RunState, RunEffect>) transition).reason();
    }
}
