package ai.a5c.krate.engine.intake;

import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.resource.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What came of a delivery. */
record Conclusion(
        String decision, String sourceEvent, List<Reason> reasons, List<String> executions, List<String> runs) {

    static Conclusion of(String decision, String sourceEvent, Reason reason) {
        return new Conclusion(decision, sourceEvent, List.of(reason), List.of(), List.of());
    }

    /** The strongest decision counts: a run before a question before a refusal. */
    static Conclusion of(String sourceEvent, List<AgentTriggerExecution> executions) {
        String strongest = executions.stream()
                .map(execution -> execution.spec().decision())
                .min(Comparator.naturalOrder())
                .map(decision -> decision.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse("unmatched");
        return new Conclusion(
                strongest,
                sourceEvent,
                executions.stream()
                        .flatMap(execution -> execution.spec().reasons().stream())
                        .toList(),
                executions.stream()
                        .map(execution -> execution.metadata().name())
                        .toList(),
                executions.stream()
                        .map(execution -> execution.spec().dispatchRun())
                        .filter(run -> !run.isEmpty())
                        .toList());
    }

    WebhookDelivery.Status status() {
        return new WebhookDelivery.Status(Phase.DECIDED, decision, reasons, sourceEvent, executions, runs);
    }
}
