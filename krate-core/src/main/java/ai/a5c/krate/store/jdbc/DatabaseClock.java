package ai.a5c.krate.store.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The time of the database, which all its servers share: asked now and then, and counted on from there by a watch that
 * nobody can set. A server whose own clock jumps takes no lease from others, and keeps none for longer.
 */
final class DatabaseClock implements InstantSource {

    private static final Duration ASK_EVERY = Duration.ofSeconds(30);

    private final Supplier<Instant> database;
    private final LongSupplier watch;
    private Instant asked;
    private long askedAt;

    /**
     * A clock over {@code database}, which is asked at once.
     *
     * @param watch nanoseconds that only go forward, as {@link System#nanoTime}
     */
    DatabaseClock(Supplier<Instant> database, LongSupplier watch) {
        this.database = database;
        this.watch = watch;
        this.askedAt = watch.getAsLong();
        this.asked = database.get();
    }

    /** Never asks, so that it may be read inside a transaction. */
    @Override
    public synchronized Instant instant() {
        return asked.plusNanos(watch.getAsLong() - askedAt);
    }

    /** Asks again if it was asked long ago; called outside of transactions. */
    void keep() {
        long before = watch.getAsLong();
        if (isFresh(before)) {
            return;
        }
        Instant answer = database.get();
        set(answer, before + (watch.getAsLong() - before) / 2);
    }

    private synchronized boolean isFresh(long now) {
        return now - askedAt < ASK_EVERY.toNanos();
    }

    /** The answer is taken for what the time was halfway between question and answer. */
    private synchronized void set(Instant answer, long at) {
        asked = answer;
        askedAt = at;
    }
}
