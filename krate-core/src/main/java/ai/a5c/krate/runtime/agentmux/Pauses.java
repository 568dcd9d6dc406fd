package ai.a5c.krate.runtime.agentmux;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before connecting again: doubled each time, up to a limit, a fifth more or less. */
final class Pauses {

    private static final int MANY = 20;

    private Pauses() {}

    /** The pause before the {@code failures}-th reconnection in a row, from 1. */
    static Duration before(int failures, AgentMuxSettings.Timing timing, RandomGenerator random) {
        long doubled = timing.firstPause().toMillis() << Math.min(Math.max(failures, 1) - 1, MANY);
        long capped = Math.min(doubled, timing.longestPause().toMillis());
        return Duration.ofMillis(Math.round(capped * (0.8 + 0.4 * random.nextDouble())));
    }
}
