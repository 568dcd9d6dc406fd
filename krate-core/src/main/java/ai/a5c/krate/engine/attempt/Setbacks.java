package ai.a5c.krate.engine.attempt;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often attempts were given back by this process, each kind of setback counted apart; a new process begins anew. */
final class Setbacks {

    private static final int MANY = 10_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** How often it has happened to {@code claim}'s attempt, this time included. */
    int count(Claim claim) {
        if (counts.size() > MANY) {
            counts.clear();
        }
        return counts.merge(claim.namespace() + "/" + claim.attempt(), 1, Integer::sum);
    }

    /** Nothing is against the attempt any more. */
    void forget(Claim claim) {
        counts.remove(claim.namespace() + "/" + claim.attempt());
    }

    /** How long to wait after so many. */
    static Duration pause(int count) {
        return FIRST_PAUSE.multipliedBy(1L << Math.min(count, 6));
    }
}
