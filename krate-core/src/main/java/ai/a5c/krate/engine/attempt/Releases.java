package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Conversations;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.workspace.Tenancies;
import ai.a5c.krate.engine.workspace.WorkspaceKeeper;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lets go of workspaces and sessions of attempts that are over. */
public final class Releases {

    private static final Duration OUT_OF_REACH = Duration.ofMinutes(1);

    private final Desk desk;
    private final WorkspaceKeeper keeper;

    public Releases(Desk desk) {
        this.desk = desk;
        this.keeper = new WorkspaceKeeper(desk);
    }

    /** The host of this server, which alone can forget what was launched at it. */
    public String host() {
        return desk.ports().repositories().worktrees().host();
    }

    /** Releases the workspaces of the ended attempts of the run that {@code message} names; their hosts forget the rest. */
    public void process(Message message) {
        over(message)
                .forEach(attempt ->
                        desk.write(records -> leave(records, attempt)).ifPresent(keeper::released));
        List<AgentDispatchAttempt> over = over(message);
        desk.write(records -> {
            for (AgentDispatchAttempt attempt : over) {
                records.transaction().send(Topics.session(host(attempt)), message.key(), records.now());
            }
            return records.transaction().done(message);
        });
    }

    /** Forgets those sessions of the run that {@code message} names which were held here and are kept no longer. */
    public void forget(Message message) {
        List<AgentDispatchAttempt> mine = over(message).stream()
                .filter(attempt -> host(attempt).equals(host()))
                .toList();
        Optional<Instant> again = forgotten(mine, desk.ports().clock().instant());
        desk.write(records -> again.isPresent()
                ? records.transaction().retry(message, again.get())
                : records.transaction().done(message));
    }

    /** When there is more to forget: a conversation is kept for a while, or a runtime is out of reach. */
    private Optional<Instant> forgotten(List<AgentDispatchAttempt> over, Instant now) {
        try {
            for (AgentDispatchAttempt attempt : over) {
                if (attempt.status().phase() == AttemptPhase.LOST) {
                    stop(attempt);
                }
                if (!Conversations.keptUntil(attempt).isAfter(now)) {
                    forget(attempt);
                }
            }
        } catch (RuntimeUnavailableException e) {
            return Optional.of(now.plus(OUT_OF_REACH));
        }
        return over.stream().map(Conversations::keptUntil).filter(now::isBefore).min(Instant::compareTo);
    }

    private List<AgentDispatchAttempt> over(Message message) {
        ResourceKey key = Topics.resource(message.key());
        return desk.get(AgentDispatchRun.class, key.namespace(), key.name()).stream()
                .flatMap(run -> desk.write(records -> RunBook.attempts(records, run)).stream())
                .filter(attempt -> attempt.status().finishedAt() != null)
                .toList();
    }

    private String host(AgentDispatchAttempt attempt) {
        return attempt.status().host().isEmpty() ? host() : attempt.status().host();
    }

    private void forget(AgentDispatchAttempt attempt) {
        session(attempt).ifPresent(session -> desk.ports().runtimes().forEach(runtime -> runtime.forget(session)));
    }

    /** What was given up as lost while this host was away may still be at work here. */
    private void stop(AgentDispatchAttempt attempt) {
        session(attempt)
                .ifPresent(session -> desk.ports()
                        .runtime(attempt.spec().runtime())
                        .ifPresent(runtime -> runtime.cancel(session, "its attempt was given up as lost")));
    }

    /** What the attempt's runtime knows it by: also if whoever launched it could not say so any more. */
    private Optional<Session> session(AgentDispatchAttempt attempt) {
        String id = attempt.status().runtimeSession();
        if (!id.isEmpty()) {
            return Optional.of(new Session(id));
        }
        return attempt.status().phase() == AttemptPhase.LOST
                ? desk.ports()
                        .runtime(attempt.spec().runtime())
                        .flatMap(runtime -> runtime.find(LaunchOrder.launchKey(attempt)))
                : Optional.empty();
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
