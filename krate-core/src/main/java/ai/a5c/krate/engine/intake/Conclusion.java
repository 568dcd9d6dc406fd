package ai.a5c.krate.engine.intake;

import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.kind.execution.WebhookDelivery.Phase;
import ai.a5c.krate.resource.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What came of a delivery.
 *
 * @param addressed whether a rule that fits listens to a mention, so that an agent was spoken to
 */
record Conclusion(
        String decision,
        String sourceEvent,
        List<Reason> reasons,
        List<String> executions,
        List<String> runs,
        boolean addressed) {

    static Conclusion of(String decision, String sourceEvent, Reason reason) {
        return new Conclusion(decision, sourceEvent, List.of(reason), List.of(), List.of(), false);
    }

    /** The strongest decision counts: a run before a question before a refusal. */
    static Conclusion of(String sourceEvent, List<AgentTriggerExecution> executions, boolean addressed) {
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
                        .toList(),
                addressed);
    }

    /** The same after the commands of a comment were carried out, or refused, with those {@code answers}. */
    Conclusion with(List<Reason> answers) {
        if (answers.isEmpty()) {
            return this;
        }
        boolean nothingElse = decision.equals("unmatched");
        return new Conclusion(
                nothingElse ? "commanded" : decision,
                sourceEvent,
                nothingElse
                        ? answers
                        : Stream.concat(answers.stream(), reasons.stream()).toList(),
                executions,
                runs,
                addressed);
    }

    /** The same for whoever answers where it was asked. */
    CommentCommands.Ruled ruled() {
        return new CommentCommands.Ruled(decision, addressed, reasons, executions);
    }

    WebhookDelivery.Status status() {
        return new WebhookDelivery.Status(Phase.DECIDED, decision, reasons, sourceEvent, executions, runs);
    }
}
