package ai.a5c.krate.trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What happened lately, counted in sixtieths of a period.
 *
 * <p>The oldest sixtieth counts whole, so that no stretch of one period ever holds more than was allowed. Counts from
 * a clock that has since been set back are kept for up to a period, and dropped when they lie further ahead.
 *
 * @param counts how many by number of the sixtieth since 1970
 */
public record RateWindow(Map<Long, Integer> counts) {

    private static final int PARTS = 60;

    /** Nothing happened. */
    public static final RateWindow EMPTY = new RateWindow(Map.of());

    public RateWindow {
        counts = Map.copyOf(counts);
    }

    /** How many happened in the {@code period} that ends at {@code now}. */
    public int used(Instant now, Duration period) {
        return near(now, period).values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One more at {@code now}; what is too old is forgotten. */
    public RateWindow plus(Instant now, Duration period) {
        Map<Long, Integer> next = near(now, period);
        next.merge(part(now, period), 1, Integer::sum);
        return new RateWindow(next);
    }

    /**
     * When fewer than {@code limit} will have happened in the period that ends then, if nothing more happens; empty if that
     * is so now.
     */
    public Optional<Instant> freeAt(Instant now, Duration period, int limit) {
        Map<Long, Integer> near = near(now, period);
        int used = near.values().stream().mapToInt(Integer::intValue).sum();
        Optional<Instant> free = Optional.empty();
        for (Map.Entry<Long, Integer> part : near.entrySet()) {
            if (used >= limit) {
                used -= part.getValue();
                free = Optional.of(Instant.ofEpochMilli((part.getKey() + PARTS + 1) * length(period)));
            }
        }
        return free;
    }

    private TreeMap<Long, Integer> near(Instant now, Duration period) {
        long present = part(now, period);
        TreeMap<Long, Integer> near = new TreeMap<>(counts);
        near.keySet().removeIf(part -> Math.abs(present - part) > PARTS);
        return near;
    }

    private static long part(Instant now, Duration period) {
        return Math.floorDiv(now.toEpochMilli(), length(period));
    }

    private static long length(Duration period) {
        return Math.max(1, period.toMillis() / PARTS);
    }

    /** The number of the period that {@code now} is in, counted from 1970: what is told once a period is told under it. */
    public static long number(Instant now, Duration period) {
        return Math.floorDiv(now.toEpochMilli(), Math.max(1, period.toMillis()));
    }
}
