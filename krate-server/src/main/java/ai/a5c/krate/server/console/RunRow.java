package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.QueuePlace;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** A run in the list and at the head of its page. */
public record RunRow(
        String name,
        Badge badge,
        String stack,
        String repository,
        String workItem,
        String title,
        String requester,
        String trust,
        String task,
        String created,
        String age,
        String duration,
        String reason,
        boolean terminal) {

    static RunRow of(AgentDispatchRun run, Instant now) {
        AgentDispatchRun.Spec spec = run.spec();
        AgentDispatchRun.Status status = run.status();
        Instant created = run.metadata().creationTimestamp();
        boolean terminal = switch (status.phase()) {
            case SUCCEEDED, FAILED, CANCELLED -> true;
            case PENDING, WAITING_FOR_APPROVAL, QUEUED, RUNNING, BLOCKED -> false;
        };
        return new RunRow(
                run.metadata().name(),
                Badge.of(status.phase()),
                spec.agentStack(),
                spec.repository(),
                spec.workItem(),
                spec.title().isEmpty() ? run.metadata().name() : spec.title(),
                spec.requester() == null ? "" : spec.requester().login(),
                spec.trust().name().toLowerCase(Locale.ROOT),
                spec.taskKind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                created == null ? "" : created.toString(),
                Ago.since(created, now),
                duration(status, now),
                reason(status),
                terminal);
    }

    private static String duration(AgentDispatchRun.Status status, Instant now) {
        Instant from = status.startedAt();
        if (from == null) {
            return "";
        }
        Instant to = status.finishedAt();
        return Ago.length(Duration.between(from, to == null ? now : to));
    }

    private static String reason(AgentDispatchRun.Status status) {
        QueuePlace place = status.queue();
        if (!place.message().isEmpty()) {
            return place.position() <= 1 || place.reason().equals("not-its-turn")
                    ? place.message()
                    : "place %d of %d: %s".formatted(place.position(), place.length(), place.message());
        }
        if (!status.agentWait().message().isEmpty()) {
            return status.agentWait().message();
        }
        if (status.terminalReason() != null && !status.terminalReason().code().isEmpty()) {
            return status.terminalReason().code() + ": "
                    + status.terminalReason().message();
        }
        return status.conditions().stream()
                .filter(condition -> condition.status().equals("False")
                        && !condition.message().isEmpty())
                .map(condition -> condition.reason() + ": " + condition.message())
                .findFirst()
                .orElse(status.pendingGates().isEmpty() ? "" : "waits for " + String.join(", ", status.pendingGates()));
    }
}
