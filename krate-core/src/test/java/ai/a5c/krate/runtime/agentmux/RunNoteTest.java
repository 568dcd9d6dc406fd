package ai.a5c.krate.runtime.agentmux;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Outcome;
import org.junit.jupiter.api.Test;

class RunNoteTest {

    private static final End BREACH = new End(Outcome.FAILED, "stopped for safety");

    @Test
    void aStopThatIsRuledDuringTheLaunchIsStillOwedAfterIt() {
        assertThat(RunNote.NONE.ended(BREACH).launched().owed()).isTrue();
    }

    @Test
    void aStopThatTheGatewayWasToldIsOwedNoLonger() {
        RunNote told = RunNote.NONE.ended(BREACH).told();

        assertThat(told.owed()).isFalse();
        assertThat(told.ruling()).contains(BREACH);
    }
}
