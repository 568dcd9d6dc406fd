package io.jenkins.plugins.krate.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {

    @Test
    void pausesDoubleUpToAnHour() {
        assertThat(Patience.afterFailure(0, Duration.ZERO)).isEqualTo(Duration.ofSeconds(15));
        assertThat(Patience.afterFailure(3, Duration.ZERO)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Patience.afterFailure(100, Duration.ZERO)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whoAsksForALongerPauseGetsItUpToAnHour() {
        assertThat(Patience.afterFailure(0, Duration.ofMinutes(5))).isEqualTo(Duration.ofMinutes(5));
        assertThat(Patience.afterFailure(4, Duration.ofSeconds(1))).isEqualTo(Duration.ofMinutes(4));
        assertThat(Patience.afterFailure(0, Duration.ofDays(30))).isEqualTo(Duration.ofHours(1));
    }
}
