package ai.a5c.krate.store.jdbc;

import java.time.Instant;

/** Instants as nanoseconds since 1970, which sort and lose nothing between the years 1677 and 2262. */
final class Nanos {

    private static final long SECOND = 1_000_000_000L;
    private static final Instant FIRST = Instant.ofEpochSecond(0, Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochSecond(0, Long.MAX_VALUE);

    private Nanos() {}

    static long of(Instant instant) {
        if (instant.isBefore(FIRST)) {
            return Long.MIN_VALUE;
        }
        if (instant.isAfter(LAST)) {
            return Long.MAX_VALUE;
        }
        long seconds = instant.getEpochSecond();
        return seconds < 0
                ? (seconds + 1) * SECOND + (instant.getNano() - SECOND)
                : seconds * SECOND + instant.getNano();
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }
}
