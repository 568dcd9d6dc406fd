package ai.a5c.krate.engine;

import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.refusal.Refusal;
import ai.a5c.krate.resource.Reason;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What may be answered where a request was made: read from what was decided, by the trust of whoever asked. */
public final class Answers {

    private static final Set<Decision> REFUSALS = EnumSet.of(Decision.REJECTED, Decision.AWAITING_APPROVAL);

    private final Desk desk;

    public Answers(Desk desk) {
        this.desk = desk;
    }

    /** To whoever made the request that {@code execution} decided; empty if it was not refused. */
    public Optional<String> to(AgentTriggerExecution execution) {
        if (!REFUSALS.contains(execution.spec().decision())) {
            return denied(execution);
        }
        return execution.spec().reasons().stream()
                .reduce((earlier, later) -> later)
                .map(reason -> answer(execution, reason.code(), reason.message()));
    }

    /** What the permission review denied to the run that was made; it waits until that is mended. */
    private Optional<String> denied(AgentTriggerExecution execution) {
        return desk.get(
                        AgentDispatchRun.class,
                        execution.metadata().namespace(),
                        execution.spec().dispatchRun())
                .filter(run -> run.status().phase() == RunPhase.BLOCKED)
                .map(run -> run.status().terminalReason())
                .map(Reason::message)
                .map(message -> answer(execution, firstCode(message), message));
    }

    /** Of a denial such as {@code MissingStack (the stack is not there); RoleUnknown (...)}. */
    private static String firstCode(String message) {
        int end = message.indexOf(' ');
        return end < 0 ? message : message.substring(0, end);
    }

    private String answer(AgentTriggerExecution execution, String code, String detail) {
        SourceEvent event = Json.fromTree(
                Json.readObject(Blobs.text(desk.ports(), execution.spec().eventDigest())), SourceEvent.class);
        return Refusal.of(code).answer(event.trust(), event.text().trigger(), detail);
    }
}
