package ai.a5c.krate.engine.loop;

import ai.a5c.krate.store.ResourceStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long a loop waits: not at all while there is work, until the store changes or the next sweep otherwise; after a
 * failure without the store, because it may be what failed.
 */
final class Pace {

    private static final Duration SWEEP = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ResourceStore store;
    private final CountDownLatch stopped;
    private Duration failure = SWEEP;

    /** A pace whose waits after failures end when {@code stopped} is counted down. */
    Pace(ResourceStore store, CountDownLatch stopped) {
        this.store = store;
        this.stopped = stopped;
    }

    void after(boolean worked) {
        if (!worked) {
            store.awaitChange(store.version(), SWEEP);
        }
        failure = SWEEP;
    }

    /** Waits longer each time; returns at once when everything stops. */
    void afterFailure() {
        Duration pause = failure;
        failure = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
        try {
            stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            failure = SWEEP;
        }
    }
}
