package ai.a5c.krate.store;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Instant machine = NOON;
    private long watch = 7;
    private final SteadyClock clock = new SteadyClock(() -> machine, () -> watch);

    @Test
    void itIsTheTimeOfTheMachine() {
        pass(Duration.ofSeconds(20));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(20));
    }

    @Test
    void itGoesOnWhereTheMachinesClockIsSetBackUntilThatHasCaughtUp() {
        pass(Duration.ofSeconds(20));
        clock.instant();
        machine = machine.minus(Duration.ofHours(1));
        pass(Duration.ofSeconds(5));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(25));
        pass(Duration.ofMinutes(30));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(25).plus(Duration.ofMinutes(30)));
        machine = machine.plus(Duration.ofHours(2));
        assertThat(clock.instant()).isEqualTo(machine);
    }

    @Test
    void aMachineThatSleptIsBelieved() {
        machine = machine.plus(Duration.ofHours(8));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofHours(8)));
    }

    @Test
    void whateverTheClockIsSetToItNeverGoesBackAndNeverStands() {
        Seeds.forAll(200, random -> {
            machine = NOON;
            SteadyClock steady = new SteadyClock(() -> machine, () -> watch);
            Instant before = steady.instant();
            for (int step = 0; step < 50; step++) {
                if (random.nextInt(4) == 0) {
                    machine = machine.plusSeconds(random.nextLong(-4_000, 4_000));
                }
                Duration time = Duration.ofMillis(1 + random.nextInt(2_000));
                pass(time);
                assertThat(steady.instant()).isAfterOrEqualTo(before.plus(time));
                before = steady.instant();
            }
        });
    }

    private void pass(Duration time) {
        machine = machine.plus(time);
        watch += time.toNanos();
    }
}
