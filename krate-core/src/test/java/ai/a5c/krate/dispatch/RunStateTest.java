package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RunStateTest {

    @Test
    void aStateThatCannotBeIsRefusedWithWhatIsWrong() {
        assertThatThrownBy(() -> run(new Numbers(-1, 1, 0), LastAttempt.NONE, List.of(), List.of()))
                .hasMessage("attempts must not be negative, got -1");
        assertThatThrownBy(() -> run(new Numbers(0, 0, 0), LastAttempt.NONE, List.of(), List.of()))
                .hasMessage("maxAttempts must be at least 1, got 0");
        assertThatThrownBy(() -> run(new Numbers(1, 1, -1), LastAttempt.OPEN, List.of(), List.of()))
                .hasMessage("fencingToken must not be negative, got -1");
        assertThatThrownBy(() -> run(new Numbers(0, 1, 0), LastAttempt.OPEN, List.of(), List.of()))
                .hasMessage("a run without attempts has no last attempt");
        assertThatThrownBy(() -> run(new Numbers(1, 1, 0), LastAttempt.OPEN, List.of("ap-1"), List.of()))
                .hasMessage("a run with pending gates is waiting-for-approval, not queued");
        WriteBack one = new WriteBack(0, WriteBackStanding.APPLYING);
        assertThatThrownBy(() -> run(new Numbers(1, 1, 0), LastAttempt.SUCCEEDED, List.of(), List.of(one, one)))
                .hasMessage("two write-backs have one ordinal");
    }

    @Test
    void aNewRunHasNothingBehindIt() {
        RunState run = RunState.pending(1);
        assertThat(run.phase()).isEqualTo(RunPhase.PENDING);
        assertThat(run.attempts()).isZero();
        assertThat(run.isWritingBack()).isFalse();
    }

    @Test
    void onlyTheFourEndsOfAnAttemptAreEnds() {
        assertThat(AttemptPhase.values())
                .filteredOn(AttemptPhase::isTerminal)
                .containsExactly(
                        AttemptPhase.SUCCEEDED, AttemptPhase.FAILED, AttemptPhase.CANCELLED, AttemptPhase.LOST);
        assertThat(RunPhase.values())
                .filteredOn(RunPhase::isTerminal)
                .containsExactly(RunPhase.SUCCEEDED, RunPhase.FAILED, RunPhase.CANCELLED);
    }

    private static RunState run(Numbers numbers, LastAttempt last, List<String> gates, List<WriteBack> writeBacks) {
        return new RunState(
                RunPhase.QUEUED,
                numbers.attempts(),
                numbers.max(),
                numbers.token(),
                last,
                gates,
                List.of(),
                writeBacks,
                false,
                "");
    }

    private record Numbers(int attempts, int max, long token) {}
}
