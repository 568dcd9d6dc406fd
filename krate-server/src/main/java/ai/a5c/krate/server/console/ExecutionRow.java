package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import java.time.Instant;
import java.util.List;

/** What a rule made of an event, in the lists of rules and deliveries. */
public record ExecutionRow(
        String name,
        Badge badge,
        String rule,
        String workItem,
        String time,
        String age,
        String run,
        String approval,
        String delivery,
        String dedupeKey,
        List<String> reasons) {

    public ExecutionRow {
        reasons = List.copyOf(reasons);
    }

    static ExecutionRow of(AgentTriggerExecution execution, Instant now) {
        AgentTriggerExecution.Spec spec = execution.spec();
        Instant decided = spec.decidedAt() == null ? execution.metadata().creationTimestamp() : spec.decidedAt();
        return new ExecutionRow(
                execution.metadata().name(),
                Badge.of(spec.decision()),
                spec.triggerRule(),
                spec.workItem(),
                decided == null ? "" : decided.toString(),
                Ago.since(decided, now),
                spec.dispatchRun(),
                spec.approval(),
                spec.delivery(),
                spec.dedupeKey(),
                spec.reasons().stream()
                        .map(reason -> reason.code() + ": " + reason.message())
                        .toList());
    }
}
