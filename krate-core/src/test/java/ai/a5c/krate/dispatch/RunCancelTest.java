package ai.a5c.krate.dispatch;

import static ai.a5c.krate.dispatch.RunMoves.effects;
import static ai.a5c.krate.dispatch.RunMoves.moved;
import static ai.a5c.krate.dispatch.RunMoves.on;
import static ai.a5c.krate.dispatch.RunMoves.state;
import static ai.a5c.krate.dispatch.RunTable.HELD_AT_WORK;
import static ai.a5c.krate.dispatch.RunTable.PENDING;
import static ai.a5c.krate.dispatch.RunTable.QUEUED;
import static ai.a5c.krate.dispatch.RunTable.QUEUED_AGAIN;
import static ai.a5c.krate.dispatch.RunTable.RUNNING;
import static ai.a5c.krate.dispatch.RunTable.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.RunEffect.LaunchAttempt;
import ai.a5c.krate.dispatch.RunEffect.Notify;
import ai.a5c.krate.dispatch.RunEffect.ReleaseWorkspace;
import ai.a5c.krate.dispatch.RunEffect.StopAttempt;
import ai.a5c.krate.dispatch.RunEffect.VoidApprovals;
import ai.a5c.krate.dispatch.RunEvent.AttemptCancelled;
import ai.a5c.krate.dispatch.RunEvent.AttemptFailed;
import ai.a5c.krate.dispatch.RunEvent.AttemptLost;
import ai.a5c.krate.dispatch.RunEvent.CancelRequested;
import ai.a5c.krate.dispatch.RunEvent.Claimed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When and how a run that somebody cancels ends. */
class RunCancelTest {

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
}
