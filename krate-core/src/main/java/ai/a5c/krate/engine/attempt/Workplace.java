package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.WorkItemLinks;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.resource.Metadata;
import java.nio.file.Path;

/** Gives an attempt its workspace: a worktree at the run's commit, and its resource. */
final class Workplace {

    private final Desk desk;
    private final Whereabouts whereabouts;

    Workplace(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
    }

    /** The directory that the attempt works in, made or found, and recorded. */
    Path provide(Claim claim, AgentDispatchRun run) {
        Remote remote = whereabouts.remote(claim.namespace(), run.spec().repository());
        if (run.spec().sha().isEmpty()) {
            throw new GitRefusedException("CommitNotFound", "the run names no commit, and none could be found");
        }
        if (!hasCommit(remote, run.spec().sha())) {
            desk.ports().repositories().fetch(remote);
        }
        Path path = desk.ports()
                .repositories()
                .worktree(remote, claim.attempt(), run.spec().sha());
        desk.write(records -> record(records, claim, run));
        return path;
    }

    private boolean hasCommit(Remote remote, String sha) {
        try {
            return desk.ports().repositories().resolve(remote, sha).isPresent();
        } catch (GitRefusedException e) {
            return false;
        }
    }

    private Claim record(Records records, Claim claim, AgentDispatchRun run) {
        claim.attempt(records);
        if (records.get(AgentWorkspace.class, claim.namespace(), claim.attempt())
                .isEmpty()) {
            records.create(new AgentWorkspace(
                    Metadata.named(
                            claim.namespace(), claim.attempt(), run.metadata().labels()),
                    new AgentWorkspace.Spec(
                            run.spec().organizationRef(),
                            run.spec().repository(),
                            claim.attempt(),
                            AgentWorkspace.Ownership.ATTEMPT,
                            run.metadata().name(),
                            run.spec().sha(),
                            run.spec().ref(),
                            run.spec().trust(),
                            "",
                            run.spec().workItem()),
                    AgentWorkspace.Status.asked(desk.ports().worker())
                            .draft()
                            .phase(AgentWorkspace.WorkspacePhase.PROVISIONED)
                            .build()));
        }
        WorkItemLinks.workspace(records, run, claim.attempt());
        return claim;
    }
}
