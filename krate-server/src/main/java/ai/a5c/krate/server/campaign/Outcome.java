package ai.a5c.krate.server.campaign;

import ai.a5c.krate.server.campaign.Havoc.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came of a campaign.
 *
 * @param calls webhook calls
 * @param kills server processes killed with -9
 * @param takeOvers from each silence of a server to the claim of another one, for each attempt
 */
record Outcome(
        Plan plan,
        String database,
        Duration took,
        long calls,
        Map<Trouble, Integer> troubles,
        int kills,
        List<Duration> takeOvers,
        Evidence evidence,
        List<Accounting.Line> lines) {

    Outcome {
        troubles = Map.copyOf(troubles);
        takeOvers = List.copyOf(takeOvers);
        lines = List.copyOf(lines);
    }

    List<Violation> violations() {
        return lines.stream().flatMap(line -> line.violations().stream()).toList();
    }

    Duration longestTakeOver() {
        return takeOvers.stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
