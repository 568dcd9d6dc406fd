package ai.a5c.krate.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DatabaseClockTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Instant database = NOON;
    private long watch = 7;
    private int asked;

    private final DatabaseClock clock = new DatabaseClock(this::ask, () -> watch);

    @Test
    void itGoesOnFromWhatTheDatabaseSaid() {
        pass(Duration.ofSeconds(20));

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(20));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void readingItAsksNobody() {
        pass(Duration.ofHours(1));
        clock.instant();

        assertThat(asked).isEqualTo(1);
    }

    @Test
    void itIsSetRightByTheDatabaseNowAndThen() {
        pass(Duration.ofSeconds(40));
        database = NOON.plusSeconds(41);
        clock.keep();
        clock.keep();

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(41));
        assertThat(asked).isEqualTo(2);
    }

    private Instant ask() {
        asked++;
        return database;
    }

    private void pass(Duration time) {
        watch += time.toNanos();
    }
}
