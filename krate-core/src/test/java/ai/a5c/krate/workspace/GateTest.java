package ai.a5c.krate.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.workspace.WorkspaceEvent.Asked;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {

    private static WorkspaceState state(Phase phase, boolean pinned, boolean dirty) {
        return new WorkspaceState(phase, Optional.empty(), "", pinned, dirty);
    }

    @Test
    void itGuardsWhatRewritesOrEndsWorkAndNothingElse() {
        assertThat(Arrays.stream(Action.values())
                        .filter(action -> Gate.guards(state(Phase.RELEASED, false, true), new Asked(action, true))))
                .containsExactly(Action.CLEANUP, Action.REBASE_START, Action.REBASE_AUTO_RESOLVE);
    }

    @ParameterizedTest
    @CsvSource({
        "RELEASED, false, true, true, true",
        "RELEASED, true, false, true, true",
        "RELEASED, false, false, true, false",
        "RELEASED, false, true, false, false",
        "REBASING, false, true, true, true",
        "ARCHIVED, false, false, true, true",
        "ARCHIVED, false, false, false, false",
        "LOST, false, true, true, false",
        "LOST, true, false, true, true"
    })
    void aCleanupIsGuardedWhereItDiscardsSomething(
            Phase phase, boolean pinned, boolean dirty, boolean discard, boolean guarded) {
        assertThat(Gate.guards(state(phase, pinned, dirty), new Asked(Action.CLEANUP, discard)))
                .isEqualTo(guarded);
    }
}
