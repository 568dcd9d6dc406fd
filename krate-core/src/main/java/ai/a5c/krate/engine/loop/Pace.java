package ai.a5c.krate.engine.loop;

import ai.a5c.krate.store.ResourceStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How long a loop waits: not at all while there is work; else until this process commits something for it, until it is
 * rung, or for as long as it may rest; after a failure longer each time, without the store, which may be what failed.
 *
 * <p>Nothing is asked of the store while it waits.
 */
final class Pace {

    private static final Duration SLICE = Duration.ofMillis(250);
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ResourceStore store;
    private final CountDownLatch stopped;
    private final String topic;
    private final Supplier<Duration> rest;
    private final AtomicLong rings = new AtomicLong();
    private Duration failure = FIRST;
    private long sent;
    private long rung;

    /**
     * A pace for the loop of {@code topic}, whose waits end when {@code stopped} is counted down.
     *
     * @param rest how long it may wait when nobody wakes it, asked once a wait
     */
    Pace(ResourceStore store, CountDownLatch stopped, String topic, Supplier<Duration> rest) {
        this.store = store;
        this.stopped = stopped;
        this.topic = topic;
        this.rest = rest;
    }

    /** Ends the wait, or the next one if there is none; from any thread. */
    void ring() {
        rings.incrementAndGet();
    }

    /** Called before each look, so that what comes after it ends the wait. */
    void before() {
        sent = store.sent(topic);
        rung = rings.get();
    }

    void after(boolean worked) {
        failure = FIRST;
        if (worked) {
            return;
        }
        long end = System.nanoTime() + rest.get().toNanos();
        long left = end - System.nanoTime();
        while (left > 0 && stopped.getCount() > 0 && rings.get() == rung && store.sent(topic) == sent) {
            store.awaitSent(topic, sent, Duration.ofNanos(Math.min(left, SLICE.toNanos())));
            left = end - System.nanoTime();
        }
    }

    /** Waits longer each time; returns at once when everything stops. */
    void afterFailure() {
        Duration pause = failure;
        failure = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        try {
            stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            failure = FIRST;
        }
    }
}
