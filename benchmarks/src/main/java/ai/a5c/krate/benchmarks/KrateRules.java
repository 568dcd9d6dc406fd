package ai.a5c.krate.benchmarks;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.trigger.CompiledRules;
import ai.a5c.krate.trigger.Evaluation;
import ai.a5c.krate.trigger.TriggerEvaluator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Krate's own evaluator. */
final class KrateRules {

    private static final Map<String, String> FORMS = new TreeMap<>(Map.of(
            "type", "events: ['%s']",
            "repository", "repositories: { include: ['%s'] }",
            "branch", "branches: { include: ['%s'] }",
            "label", "labels: { any: ['%s'] }",
            "mention", "mention: '%s'"));

    private final CompiledRules rules;

    KrateRules(List<Ask> asks) {
        this.rules = CompiledRules.of(asks.stream().map(KrateRules::rule).toList());
    }

    private static AgentTriggerRule rule(Ask ask) {
        String document = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: AgentTriggerRule
                metadata: { name: %s }
                spec:
                  lifecycleState: active
                  sources: [%s]
                  agentStack: fix
                  taskKind: review
                  promptTemplate: "Look at {{ workItem }} of {{ repository }} at {{ sha }}: {{ text }}"
                  match: { %s }
                """.formatted(ask.name(), ask.get("source"), match(ask));
        return (AgentTriggerRule) ResourceCodec.parse(Documents.read(document).get(0), "acme");
    }

    private static String match(Ask ask) {
        List<String> parts = new ArrayList<>();
        FORMS.forEach((part, form) -> {
            if (!ask.get(part).isEmpty()) {
                parts.add(form.formatted(ask.get(part)));
            }
        });
        String ci = Stream.of("workflow", "job")
                .filter(part -> !ask.get(part).isEmpty())
                .map(part -> "%ss: ['%s']".formatted(part, ask.get(part)))
                .collect(Collectors.joining(", "));
        return String.join(", ", parts) + (ci.isEmpty() ? "" : ", ci: { %s }".formatted(ci));
    }

    Evaluation evaluate(SourceEvent event) {
        return TriggerEvaluator.evaluate(event, rules);
    }

    List<String> matching(SourceEvent event) {
        return evaluate(event).matches().stream()
                .map(match -> match.rule().metadata().name())
                .toList();
    }
}
