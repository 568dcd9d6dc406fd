package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.trust.Trust;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What other resources would have made of stored events.
 *
 * @param summary the same in one sentence, such as {@code would newly run 14 times, 3 from forks, +$41}
 * @param events how many stored deliveries were looked at
 * @param passedOver how many of them say nothing, are our own echo, or are of no known repository
 * @param guessed how many are judged without knowing what the actor may do: the forge is not asked about the past
 * @param newlyRun how often a run would have started that did not
 * @param noLongerRun how often a run would not have started that did
 * @param decidedDifferently how often something else would have been decided, without a run more or less
 * @param cost what the difference costs
 * @param changes the newest changed decisions, at most {@link #MOST_CHANGES}
 */
public record Difference(
        String summary,
        int events,
        int passedOver,
        int guessed,
        Tally newlyRun,
        Tally noLongerRun,
        Tally decidedDifferently,
        Cost cost,
        List<Change> changes) {

    /** How many changes are told one by one. */
    public static final int MOST_CHANGES = 200;

    public Difference {
        changes = List.copyOf(changes);
    }

    /** The answer as plain values: the same to commands, over HTTP and on pages. */
    public Map<String, Object> toTree() {
        return Json.toTree(this);
    }

    /**
     * How often.
     *
     * @param fromForks of these, how many come from forks
     * @param untrusted of these, how many are not trusted
     * @param blocked of these, how many the permission review would now block
     */
    public record Tally(int count, int fromForks, int untrusted, int blocked) {}

    /**
     * What more, or less, would have been spent, estimated from the median of finished runs.
     *
     * @param usd US dollars; absent if nothing is known of any of the runs
     * @param unknownRuns how many runs could not be estimated: no run of their rule or stack has finished
     * @param costlessRuns how many runs count as nothing because finished runs like them report no cost
     * @param basis what the estimate stands on, rule by rule
     */
    public record Cost(Optional<Double> usd, int unknownRuns, int costlessRuns, List<Basis> basis) {

        public Cost {
            basis = List.copyOf(basis);
        }
    }

    /**
     * What a run of a rule costs.
     *
     * @param from {@code rule}, {@code stack} or {@code nothing}: whose finished runs it is taken from
     * @param finishedRuns how many
     */
    public record Basis(String rule, String stack, Optional<Double> medianUsd, String from, int finishedRuns) {}

    /**
     * One event that one rule would decide differently.
     *
     * @param before run, join, ask, blocked, rejected or nothing
     * @param after likewise
     */
    public record Change(
            String delivery,
            String event,
            String type,
            String repository,
            String workItem,
            String actor,
            Trust trust,
            boolean fork,
            String rule,
            String before,
            String after,
            String reason) {}
}
