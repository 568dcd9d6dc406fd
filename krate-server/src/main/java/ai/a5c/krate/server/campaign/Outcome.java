package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Havoc.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What came of a campaign.
 *
 * @param took from the first command to the last check
 * @param calls webhook calls
 * @param kills server processes killed with -9
 * @param takeOvers from each silence of a server to the claim of another one, for each attempt
 */
record Outcome(
        Plan plan,
        Machine machine,
        Instant begun,
        Duration took,
        long calls,
        Map<Trouble, Integer> troubles,
        int kills,
        List<Duration> takeOvers,
        Evidence evidence,
        List<Accounting.Line> lines) {

    Outcome {
        troubles = Map.copyOf(troubles);
        takeOvers = takeOvers.stream().sorted().toList();
        lines = List.copyOf(lines);
    }

    List<Violation> violations() {
        return lines.stream().flatMap(line -> line.violations().stream()).toList();
    }

    /** The longest way from a kill to a take-over; nothing if there was none. */
    Duration longestTakeOver() {
        return takeOvers.isEmpty() ? Duration.ZERO : takeOvers.get(takeOvers.size() - 1);
    }

    /** The one in the middle. */
    Duration usualTakeOver() {
        return takeOvers.isEmpty() ? Duration.ZERO : takeOvers.get(takeOvers.size() / 2);
    }
}
