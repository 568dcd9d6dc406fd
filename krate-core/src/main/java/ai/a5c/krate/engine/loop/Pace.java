package ai.a5c.krate.engine.loop;

import ai.a5c.krate.store.ResourceStore;
import java.time.Duration;

/** How long a loop waits: not at all while there is work, until the store changes or the next sweep otherwise. */
final class Pace {

    private static final Duration SWEEP = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ResourceStore store;
    private Duration failure = SWEEP;

    Pace(ResourceStore store) {
        this.store = store;
    }

    void after(boolean worked) {
        failure = SWEEP;
        if (!worked) {
            store.awaitChange(store.version(), SWEEP);
        }
    }

    void afterFailure() {
        store.awaitChange(Long.MAX_VALUE, failure);
        failure = failure.multipliedBy(2).compareTo(LONGEST) < 0 ? failure.multipliedBy(2) : LONGEST;
    }
}
