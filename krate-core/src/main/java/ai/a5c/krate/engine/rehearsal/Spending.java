package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.rehearsal.Difference.Basis;
import ai.a5c.krate.engine.rehearsal.Difference.Cost;
import ai.a5c.krate.engine.rehearsal.Newest.Written;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.store.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Estimates what runs cost from the newest that have finished: of the same rule, or else of the same stack. */
final class Spending {

    private static final int MOST_RUNS = 100;
    private static final String[] FINISHED = {"succeeded", "failed"};

    private final Desk desk;
    private final String namespace;
    private final Map<Sort, Basis> bases = new TreeMap<>();
    private final Map<Sort, Integer> more = new TreeMap<>();

    Spending(Desk desk, String namespace) {
        this.desk = desk;
        this.namespace = namespace;
    }

    /** Runs of one rule with one stack. */
    private record Sort(String rule, String stack) implements Comparable<Sort> {

        @Override
        public int compareTo(Sort other) {
            int byRule = rule.compareTo(other.rule);
            return byRule == 0 ? stack.compareTo(other.stack) : byRule;
        }
    }

    /** Counts {@code runs} more, or less, of a rule. */
    void add(String rule, String stack, int runs) {
        more.merge(new Sort(rule, stack), runs, Integer::sum);
    }

    Cost estimate() {
        double sum = 0;
        int known = 0;
        int unknown = 0;
        int costless = 0;
        for (Map.Entry<Sort, Integer> each : more.entrySet()) {
            Basis basis = bases.computeIfAbsent(each.getKey(), this::basis);
            int runs = each.getValue();
            if (basis.medianUsd().isEmpty()) {
                unknown += Math.abs(runs);
            } else {
                known++;
                sum += basis.medianUsd().get() * runs;
                costless += basis.medianUsd().get() == 0 ? Math.abs(runs) : 0;
            }
        }
        return new Cost(
                known == 0 && unknown > 0 ? Optional.empty() : Optional.of(Math.round(sum * 100) / 100.0),
                unknown,
                costless,
                List.copyOf(bases.values()));
    }

    private Basis basis(Sort sort) {
        List<Double> ofRule = costs("spec.triggerRule", sort.rule());
        List<Double> ofStack = ofRule.isEmpty() ? costs("spec.agentStack", sort.stack()) : List.of();
        if (ofRule.isEmpty() && ofStack.isEmpty()) {
            return new Basis(sort.rule(), sort.stack(), Optional.empty(), "nothing", 0);
        }
        List<Double> costs = ofRule.isEmpty() ? ofStack : ofRule;
        return new Basis(
                sort.rule(),
                sort.stack(),
                Optional.of(median(costs)),
                ofRule.isEmpty() ? "stack" : "rule",
                costs.size());
    }

    private List<Double> costs(String field, String value) {
        Query query =
                Query.of("AgentDispatchRun", namespace).whereField(field, value).whereField("status.phase", FINISHED);
        return Newest.of(desk.ports().store(), query, Long.MAX_VALUE, MOST_RUNS).stream()
                .map(Written::key)
                .flatMap(key -> desk.get(AgentDispatchRun.class, key.namespace(), key.name()).stream())
                .map(run -> run.status().costUsd())
                .sorted()
                .toList();
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
