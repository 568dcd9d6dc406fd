package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsTest {

    @ParameterizedTest
    @EnumSource
    void aRunsPhaseIsReadAsItIsWritten(RunPhase phase) {
        assertThat(RunPhase.of(phase.word())).isEqualTo(phase);
    }

    @ParameterizedTest
    @EnumSource
    void anAttemptsPhaseIsReadAsItIsWritten(AttemptPhase phase) {
        assertThat(AttemptPhase.of(phase.word())).isEqualTo(phase);
    }

    @ParameterizedTest
    @EnumSource
    void aWriteBacksStandingIsReadAsItIsWritten(WriteBackStanding standing) {
        assertThat(WriteBackStanding.of(standing.word())).isEqualTo(standing);
    }

    @ParameterizedTest
    @EnumSource
    void aLastAttemptIsReadAsItIsWritten(LastAttempt last) {
        assertThat(LastAttempt.of(last.word())).isEqualTo(last);
    }

    @Test
    void wordsAreKebabCase() {
        assertThat(RunPhase.WAITING_FOR_APPROVAL.word()).isEqualTo("waiting-for-approval");
        assertThat(new AttemptEvent.LaunchStarted(1).word()).isEqualTo("launch-started");
    }

    @Test
    void anUnknownWordIsAnErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> LastAttempt.of("Open"))
                .hasMessage("unknown word 'Open'; expected one of none, open, succeeded, failed, lost, cancelled");
    }
}
