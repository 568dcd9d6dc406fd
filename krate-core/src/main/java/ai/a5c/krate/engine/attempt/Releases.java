package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Conversations;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.workspace.Tenancies;
import ai.a5c.krate.engine.workspace.WorkspaceKeeper;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lets go of workspaces and sessions of attempts that are over. */
public final class Releases {

    private final Desk desk;
    private final WorkspaceKeeper keeper;

    public Releases(Desk desk) {
        this.desk = desk;
        this.keeper = new WorkspaceKeeper(desk);
    }

    /** Releases what the ended attempts of the run that {@code message} names still hold. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentDispatchRun> run = desk.get(AgentDispatchRun.class, key.namespace(), key.name());
        Optional<Instant> again = run.flatMap(this::release);
        desk.write(records -> again.isPresent()
                ? records.transaction().retry(message, again.get())
                : records.transaction().done(message));
    }

    /** When there is more to release, because a conversation is kept for somebody to go on with. */
    private Optional<Instant> release(AgentDispatchRun run) {
        List<AgentDispatchAttempt> over = desk.write(records -> RunBook.attempts(records, run)).stream()
                .filter(attempt -> attempt.status().finishedAt() != null)
                .toList();
        Instant now = desk.ports().clock().instant();
        for (AgentDispatchAttempt attempt : over) {
            if (!Conversations.keptUntil(attempt).isAfter(now)) {
                forget(attempt);
            }
            desk.write(records -> leave(records, attempt)).ifPresent(keeper::released);
        }
        return over.stream().map(Conversations::keptUntil).filter(now::isBefore).min(Instant::compareTo);
    }

    private void forget(AgentDispatchAttempt attempt) {
        if (!attempt.status().runtimeSession().isEmpty()) {
            Session session = new Session(attempt.status().runtimeSession());
            desk.ports().runtimes().forEach(runtime -> runtime.forget(session));
        }
    }

    /** The workspace that the attempt left, now or before; empty if somebody else works in it. */
    private static Optional<AgentWorkspace> leave(Records records, AgentDispatchAttempt attempt) {
        Optional<AgentWorkspace> left = Tenancies.end(records, attempt);
        return left.isPresent()
                ? left
                : Tenancies.of(
                                records,
                                attempt.metadata().namespace(),
                                attempt.metadata().name())
                        .filter(workspace ->
                                workspace.status().tenancy().attempt().isEmpty());
    }
}
