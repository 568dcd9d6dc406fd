package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.server.view.Words;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A rule in the list and at the head of its page.
 *
 * @param counts how often it decided what, of the newest decisions: {@code 3 created}
 */
public record RuleRow(
        String name, Badge badge, String sources, String stack, String task, String matches, List<String> counts) {

    public RuleRow {
        counts = List.copyOf(counts);
    }

    static RuleRow of(AgentTriggerRule rule, List<AgentTriggerExecution> executions) {
        AgentTriggerRule.Spec spec = rule.spec();
        Map<AgentTriggerExecution.Decision, Integer> counts = new EnumMap<>(AgentTriggerExecution.Decision.class);
        executions.stream()
                .filter(execution ->
                        execution.spec().triggerRule().equals(rule.metadata().name()))
                .forEach(execution -> counts.merge(execution.spec().decision(), 1, Integer::sum));
        return new RuleRow(
                rule.metadata().name(),
                Badge.of(spec.lifecycleState()),
                String.join(", ", spec.sources().stream().map(Words::of).toList()),
                spec.agentStack(),
                Words.of(spec.taskKind()).replace('-', ' '),
                matches(spec),
                counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " "
                                + Words.of(entry.getKey()).replace('-', ' '))
                        .toList());
    }

    private static String matches(AgentTriggerRule.Spec spec) {
        AgentTriggerRule.Match match = spec.match();
        List<String> parts = new ArrayList<>();
        if (!match.mention().isEmpty()) {
            parts.add((match.mention() + " " + match.command()).strip());
        }
        if (!match.repositories().include().isEmpty()) {
            parts.add("in " + String.join(", ", match.repositories().include()));
        }
        if (!match.labels().any().isEmpty()) {
            parts.add("labelled " + String.join(" or ", match.labels().any()));
        }
        if (!spec.schedule().isEmpty()) {
            parts.add("at " + spec.schedule());
        }
        return String.join(" \u00b7 ", parts);
    }
}
