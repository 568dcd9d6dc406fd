package ai.a5c.krate.dispatch;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Decides whether an attempt has passed one of its limits. */
public final class Budget {

    private Budget() {}

    /** The first limit that {@code spent} has passed, money first, then what counts where money is not told. */
    public static Optional<Exceeded> exceeded(Spent spent, Limits limits) {
        return exceeded(Whose.OWN, spent, limits);
    }

    /** As {@link #exceeded(Spent, Limits)}, told of {@code whose} spending it is. */
    public static Optional<Exceeded> exceeded(Whose whose, Spent spent, Limits limits) {
        return cost(whose.attempt(), spent.costUsd(), limits.costUsd())
                .or(() -> cost(whose.run(), spent.runCostUsd(), limits.runCostUsd()))
                .or(() -> count(whose, "tokens", spent.tokens(), limits.tokens()))
                .or(() -> count(whose, "turns", spent.turns(), limits.turns()))
                .or(() -> count(whose, "bytes of output", spent.outputBytes(), limits.outputBytes()))
                .or(() -> time(spent.wallClock(), limits.wallClock()));
    }

    private static Optional<Exceeded> cost(String whose, double spent, double limit) {
        return limit > 0 && spent > limit
                ? Optional.of(new Exceeded(
                        "BudgetExceeded",
                        String.format(Locale.ROOT, "%s cost $%.4f, and $%.4f is the limit", whose, spent, limit)))
                : Optional.empty();
    }

    private static Optional<Exceeded> count(Whose whose, String what, long spent, long limit) {
        return limit > 0 && spent > limit
                ? Optional.of(new Exceeded(
                        "BudgetExceeded",
                        "%s used %d %s, and %d is the limit".formatted(whose.attempt(), spent, what, limit)))
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
            Duration wallClock, double costUsd, double runCostUsd, long tokens, long turns, long outputBytes) {

        /** The same with another limit over all attempts of the run. */
        public Limits withRun(double most) {
            return new Limits(wallClock, costUsd, most, tokens, turns, outputBytes);
        }
    }

    /**
     * Who has spent it, in words.
     *
     * @param attempt what one attempt is called
     * @param run what all attempts of its run are called
     */
    public record Whose(String attempt, String run) {

        /** The attempt that is looked at, alone. */
        public static final Whose OWN = new Whose("this attempt", "the run's attempts");

        /** The attempt that asked for a subagent, and its run. */
        public static Whose asking(String run) {
            return new Whose("the asking attempt of run " + run, "the attempts of run " + run);
        }

        /** The same with the runs that were asked for. */
        public Whose withSubagents() {
            return new Whose(attempt + " and its subagents", run + " and their subagents");
        }
    }

    /** The limit that was passed, in a stable code and for people. */
    public record Exceeded(String code, String message) {}
}
