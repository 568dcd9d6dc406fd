package ai.a5c.krate.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.Budget.Exceeded;
import ai.a5c.krate.dispatch.Budget.Limits;
import ai.a5c.krate.dispatch.Budget.Spent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {

    private static final Limits LIMITS = new Limits(Duration.ofMinutes(10), 1, 2, 1_000, 20, 4_096);
    private static final Spent NOTHING = new Spent(Duration.ZERO, 0, 0, 0, 0, 0);

    @Test
    void whatIsWithinEveryLimitGoesOn() {
        assertThat(Budget.exceeded(NOTHING, LIMITS)).isEmpty();
        assertThat(Budget.exceeded(new Spent(Duration.ofMinutes(10), 1, 2, 1_000, 20, 4_096), LIMITS))
                .isEmpty();
    }

    @Test
    void eachLimitStopsByItselfAndSaysWhatWasSpent() {
        exceeded(
                new Spent(Duration.ZERO, 1.25, 0, 0, 0, 0),
                "BudgetExceeded",
                "this attempt cost $1.2500, and $1.0000 is the limit");
        exceeded(
                new Spent(Duration.ZERO, 0.5, 2.01, 0, 0, 0),
                "BudgetExceeded",
                "the run's attempts cost $2.0100, and $2.0000 is the limit");
        exceeded(
                new Spent(Duration.ZERO, 0, 0, 1_001, 0, 0),
                "BudgetExceeded",
                "this attempt used 1001 tokens, and 1000 is the limit");
        exceeded(
                new Spent(Duration.ZERO, 0, 0, 0, 21, 0),
                "BudgetExceeded",
                "this attempt used 21 turns, and 20 is the limit");
        exceeded(
                new Spent(Duration.ZERO, 0, 0, 0, 0, 4_097),
                "BudgetExceeded",
                "this attempt used 4097 bytes of output, and 4096 is the limit");
        exceeded(
                new Spent(Duration.ofSeconds(601), 0, 0, 0, 0, 0),
                "WallClockExceeded",
                "this attempt took 601 s, and 600 s is the limit");
    }

    @Test
    void zeroIsNoLimit() {
        Limits none = new Limits(Duration.ZERO, 0, 0, 0, 0, 0);
        assertThat(Budget.exceeded(new Spent(Duration.ofDays(9), 1e9, 1e9, 1L << 60, 1L << 40, 1L << 60), none))
                .isEmpty();
    }

    private static void exceeded(Spent spent, String code, String message) {
        assertThat(Budget.exceeded(spent, LIMITS)).contains(new Exceeded(code, message));
    }
}
