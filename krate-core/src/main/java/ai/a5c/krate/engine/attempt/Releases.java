package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunBook;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.Message;
import java.util.List;
import java.util.Optional;

/** Removes workspaces and sessions of attempts that are over. */
public final class Releases {

    private final Desk desk;
    private final Whereabouts whereabouts;

    public Releases(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
    }

    /** Releases what the ended attempts of the run that {@code message} names still hold on this machine. */
    public void process(Message message) {
        ResourceKey key = Topics.resource(message.key());
        Optional<AgentDispatchRun> run = desk.get(AgentDispatchRun.class, key.namespace(), key.name());
        run.ifPresent(this::release);
        desk.write(records -> records.transaction().done(message));
    }

    private void release(AgentDispatchRun run) {
        List<AgentDispatchAttempt> over = desk.write(records -> RunBook.attempts(records, run)).stream()
                .filter(attempt -> attempt.status().finishedAt() != null)
                .toList();
        for (AgentDispatchAttempt attempt : over) {
            forget(attempt);
            removeWorkspace(run, attempt.metadata().name());
        }
    }

    private void forget(AgentDispatchAttempt attempt) {
        if (!attempt.status().runtimeSession().isEmpty()) {
            Session session = new Session(attempt.status().runtimeSession());
            desk.ports().runtimes().forEach(runtime -> runtime.forget(session));
        }
    }

    private void removeWorkspace(AgentDispatchRun run, String name) {
        String namespace = run.metadata().namespace();
        Optional<Repository> repository =
                desk.get(Repository.class, namespace, run.spec().repository());
        if (repository.isPresent()) {
            Remote remote = whereabouts.remote(repository.get());
            desk.ports().repositories().removeWorktree(remote, name);
        }
        desk.write(records -> markReleased(records, namespace, name));
    }

    private static String markReleased(Records records, String namespace, String name) {
        records.get(AgentWorkspace.class, namespace, name)
                .filter(workspace -> workspace.status().phase() == WorkspacePhase.PROVISIONED)
                .ifPresent(workspace -> records.update(workspace.with(
                        workspace.status().draft().phase(WorkspacePhase.REMOVED).build())));
        return name;
    }
}
