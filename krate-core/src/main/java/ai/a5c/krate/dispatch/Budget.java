package ai.a5c.krate.dispatch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Decides whether an attempt has passed one of its limits. */
public final class Budget {

    private Budget() {}

    /** The first limit that {@code spent} has passed, money first, then what counts where money is not told. */
    public static Optional<Exceeded> exceeded(Spent spent, Limits limits) {
        return cost("this attempt cost", spent.costUsd(), limits.costUsd())
                .or(() -> cost("the run's attempts cost", spent.runCostUsd(), limits.runCostUsd()))
                .or(() -> count("tokens", spent.tokens(), limits.tokens()))
                .or(() -> count("turns", spent.turns(), limits.turns()))
                .or(() -> count("bytes of output", spent.outputBytes(), limits.outputBytes()))
                .or(() -> time(spent.wallClock(), limits.wallClock()));
    }

    private static Optional<Exceeded> cost(String what, double spent, double limit) {
        return limit > 0 && spent > limit
                ? Optional.of(new Exceeded(
                        "BudgetExceeded",
                        String.format(Locale.ROOT, "%s $%.4f, and $%.4f is the limit", what, spent, limit)))
                : Optional.empty();
    }

    private static Optional<Exceeded> count(String what, long spent, long limit) {
        return limit > 0 && spent > limit
                ? Optional.of(new Exceeded(
                        "BudgetExceeded", "this attempt used %d %s, and %d is the limit".formatted(spent, what, limit)))
                : Optional.empty();
    }

    private static Optional<Exceeded> time(Duration spent, Duration limit) {
        return !limit.isZero() && spent.compareTo(limit) > 0
                ? Optional.of(new Exceeded(
                        "WallClockExceeded",
                        "this attempt took %d s, and %d s is the limit"
                                .formatted(spent.toSeconds(), limit.toSeconds())))
                : Optional.empty();
    }

    /**
     * What was spent so far.
     *
     * @param wallClock since the attempt was launched
     * @param runCostUsd by all attempts of the run
     */
    public record Spent(
            Duration wallClock, double costUsd, double runCostUsd, long tokens, long turns, long outputBytes) {}

    /** What may be spent, each 0 for no limit. */
    public record Limits(
            Duration wallClock, double costUsd, double runCostUsd, long tokens, long turns, long outputBytes) {}

    /** The limit that was passed, in a stable code and for people. */
    public record Exceeded(String code, String message) {}
}
