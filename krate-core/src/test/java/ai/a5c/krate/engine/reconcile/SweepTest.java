package ai.a5c.krate.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a sweep goes on, by the forge's own times. */
class SweepTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void theFirstBeginsWhereTheEarlierOfBothClocksIs() {
        assertThat(Sweep.first(NOW, Optional.empty()).since()).isEqualTo(NOW.minus(Sweep.OVERLAP));
        assertThat(Sweep.first(NOW, Optional.of(NOW.minusSeconds(7200))).since())
                .isEqualTo(NOW.minusSeconds(7200).minus(Sweep.OVERLAP));
        assertThat(Sweep.first(NOW, Optional.of(NOW.plusSeconds(7200))).since()).isEqualTo(NOW.minus(Sweep.OVERLAP));
    }

    @Test
    void betweenPagesOnlyThePlaceAndTheLatestChangeMove() {
        Sweep first = Sweep.first(NOW, Optional.empty());
        Sweep next = first.after(Optional.of(NOW), "comments:2", NOW.plusSeconds(9));
        assertThat(next).isEqualTo(new Sweep(first.since(), NOW, NOW, "comments:2"));
        assertThat(next.after(Optional.of(NOW.minusSeconds(30)), "pulls:1", NOW.plusSeconds(12))
                        .latest())
                .isEqualTo(NOW);
        assertThat(next.at(NOW.plusSeconds(60))).isEqualTo(next);
    }

    @Test
    void theNextSweepLooksAgainAtWhatMayHaveChangedBehindTheBackOfThisOne() {
        Sweep under = new Sweep(NOW.minusSeconds(3600), NOW, NOW.minusSeconds(5), "pulls:1");
        assertThat(under.after(Optional.empty(), "", NOW.plusSeconds(90)).since())
                .isEqualTo(NOW.minusSeconds(5).minusSeconds(90).minus(Sweep.OVERLAP));
    }

    @Test
    void aSweepThatSawNothingGoesOnWhereItWasAndNoneGoesBack() {
        Sweep first = Sweep.first(NOW, Optional.empty());
        assertThat(first.after(Optional.empty(), "", NOW.plusSeconds(3)).since())
                .isEqualTo(first.since());
        assertThat(first.after(Optional.of(NOW.minus(Duration.ofDays(9))), "", NOW)
                        .since())
                .isEqualTo(first.since());
    }

    @Test
    void itIsReadAsItWasKept() {
        Sweep sweep = new Sweep(NOW.minusSeconds(9), NOW, NOW.minusSeconds(1), "comments:7");
        assertThat(Sweep.of(sweep.json())).contains(sweep);
        assertThat(Sweep.of("{\"since\":\"yesterday\"}")).isEmpty();
        assertThat(Sweep.of("no json")).isEmpty();
    }
}
