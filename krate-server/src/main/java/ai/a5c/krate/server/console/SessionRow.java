package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.execution.AgentSession;
import ai.a5c.krate.kind.execution.AgentSession.SessionPhase;
import java.time.Instant;
import java.util.Locale;

/** A session in a list. */
public record SessionRow(
        String name,
        String run,
        Badge badge,
        String model,
        String agentSessionId,
        String origin,
        int turns,
        String cost,
        String age,
        boolean incomplete) {

    static SessionRow of(AgentSession session, Instant now) {
        AgentSession.Spec spec = session.spec();
        AgentSession.Status status = session.status();
        String origin = !spec.resumes().isEmpty()
                ? "goes on with " + spec.resumes()
                : spec.forkedFrom().isEmpty() ? "" : "forked from " + spec.forkedFrom();
        Instant started = status.startedAt();
        return new SessionRow(
                session.metadata().name(),
                spec.dispatchRun(),
                status.phase() == SessionPhase.ACTIVE ? new Badge("live", "dot", "active") : Badge.of(status.phase()),
                status.model(),
                status.agentSessionId(),
                origin,
                status.turns(),
                String.format(Locale.ROOT, "$%.4f, %,d tokens", status.costUsd(), status.tokens()),
                started == null ? "" : Ago.since(started, now),
                status.incomplete());
    }
}
