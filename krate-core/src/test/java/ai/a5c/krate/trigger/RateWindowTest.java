package ai.a5c.krate.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.testkit.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateWindowTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(strings = {"20/h", "5/m", "100/d", "1/d"})
    void aRateIsWrittenAsItIsRead(String text) {
        assertThat(Rate.parse(text).text()).isEqualTo(text);
    }

    @Test
    void whatIsNoRateIsRefusedWithAnExample() {
        assertThatThrownBy(() -> Rate.parse("0/h"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'0/h' is no rate; expected such as 20/h, 5/m, 100/d");
    }

    @Test
    void noStretchOfOnePeriodHoldsMoreThanIsAllowed() {
        Seeds.forAll(300, random -> {
            List<Instant> admitted = new ArrayList<>();
            RateWindow window = RateWindow.EMPTY;
            Instant now = NOON;
            for (int i = 0; i < 400; i++) {
                now = now.plusMillis(random.nextLong(120_000));
                if (window.used(now, HOUR) < 20) {
                    window = window.plus(now, HOUR);
                    admitted.add(now);
                }
                Instant end = now;
                assertThat(admitted.stream().filter(one -> one.isAfter(end.minus(HOUR))))
                        .hasSizeLessThanOrEqualTo(20);
            }
            assertThat(window.counts()).hasSizeLessThanOrEqualTo(62);
        });
    }

    @Test
    void aPlaceIsFreeAgainASixtiethAfterThePeriodAtTheLatest() {
        RateWindow window = RateWindow.EMPTY.plus(NOON, HOUR);
        assertThat(window.used(NOON.plus(HOUR), HOUR)).isEqualTo(1);
        assertThat(window.used(NOON.plus(HOUR).plus(Duration.ofMinutes(1)), HOUR))
                .isZero();
    }

    @Test
    void aClockThatIsSetBackALittleForgetsNothingAndOneThatIsSetBackFarStartsAnew() {
        RateWindow window = RateWindow.EMPTY.plus(NOON, HOUR);
        assertThat(window.used(NOON.minus(Duration.ofMinutes(50)), HOUR)).isEqualTo(1);
        assertThat(window.used(NOON.minus(Duration.ofDays(1)), HOUR)).isZero();
    }

    @Test
    void itIsFreeAgainWhenFewerThanAllowedAreLeftOfThePeriod() {
        RateWindow window = RateWindow.EMPTY
                .plus(NOON, HOUR)
                .plus(NOON.plusSeconds(59), HOUR)
                .plus(NOON.plus(Duration.ofMinutes(20)), HOUR);
        Instant now = NOON.plus(Duration.ofMinutes(30));
        assertThat(window.freeAt(now, HOUR, 4)).isEmpty();
        assertThat(window.freeAt(now, HOUR, 3)).contains(NOON.plus(HOUR).plus(Duration.ofMinutes(1)));
        assertThat(window.freeAt(now, HOUR, 1)).contains(NOON.plus(HOUR).plus(Duration.ofMinutes(21)));
    }

    @Test
    void whatIsToldToBeFreeIsFreeThenAndNotBeforeWhereverTheClockWasSet() {
        Seeds.forAll(300, random -> {
            RateWindow window = RateWindow.EMPTY;
            Instant now = NOON;
            for (int i = 0; i < 30; i++) {
                now = now.plusMillis(random.nextLong(-3_000_000, 4_000_000));
                window = window.plus(now, HOUR);
            }
            int limit = 1 + random.nextInt(5);
            boolean usedUp = window.used(now, HOUR) >= limit;
            assertThat(window.freeAt(now, HOUR, limit).isPresent()).isEqualTo(usedUp);
            if (usedUp) {
                Instant free = window.freeAt(now, HOUR, limit).orElseThrow();
                assertThat(window.used(free, HOUR)).isLessThan(limit);
                assertThat(window.used(free.minusMillis(1), HOUR)).isGreaterThanOrEqualTo(limit);
            }
        });
    }

    @Test
    void periodsAreNumberedOneAfterTheOther() {
        long number = RateWindow.number(NOON, HOUR);
        assertThat(RateWindow.number(NOON.plus(HOUR).minusMillis(1), HOUR)).isEqualTo(number);
        assertThat(RateWindow.number(NOON.plus(HOUR), HOUR)).isEqualTo(number + 1);
    }
}
