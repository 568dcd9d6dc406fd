package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.RunMoves.effects;
import static ai.a5c.krate.dispatch.RunMoves.moved;
import static ai.a5c.krate.dispatch.RunMoves.on;
import static ai.a5c.krate.dispatch.RunMoves.reason;
import static ai.a5c.krate.dispatch.RunMoves.state;
import static ai.a5c.krate.dispatch.RunTable.APPLYING;
import static ai.a5c.krate.dispatch.RunTable.ASKING;
import static ai.a5c.krate.dispatch.RunTable.RUNNING;
import static ai.a5c.krate.dispatch.RunTable.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.RunEffect.ApplyWriteBack;
import ai.a5c.krate.dispatch.RunEffect.Notify;
import ai.a5c.krate.dispatch.RunEffect.ReleaseWorkspace;
import ai.a5c.krate.dispatch.RunEffect.RequestWriteBackApproval;
import ai.a5c.krate.dispatch.RunEffect.VoidApprovals;
import ai.a5c.krate.dispatch.RunEvent.AttemptRequested;
import ai.a5c.krate.dispatch.RunEvent.AttemptSucceeded;
import ai.a5c.krate.dispatch.RunEvent.CancelRequested;
import ai.a5c.krate.dispatch.RunEvent.Claimed;
import ai.a5c.krate.dispatch.RunEvent.RequestedWriteBack;
import ai.a5c.krate.dispatch.RunEvent.WriteBackApproved;
import ai.a5c.krate.dispatch.RunEvent.WriteBackDenied;
import ai.a5c.krate.dispatch.RunEvent.WriteBackHeld;
import ai.a5c.krate.dispatch.RunEvent.WriteBackSettled;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Reason;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run does about what its attempts want to be written. */
class RunWriteBacksTest {

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
}
