package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.WorkItemLinks;
import ai.a5c.krate.engine.configuration.LaidConfiguration;
import ai.a5c.krate.engine.configuration.LaidConfiguration.Place;
import ai.a5c.krate.engine.workspace.Tenancies;
import ai.a5c.krate.engine.workspace.WorkspacePolicies;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees.Look;
import ai.a5c.krate.kind.agents.AgentWorkspacePolicy;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Gives an attempt its workspace: one of its own or one that others left, as the policy says, and its resource. */
final class Workplace {

    private final Desk desk;
    private final Whereabouts whereabouts;
    private final WorkspacePolicies policies;
    private final Tenancies tenancies;

    Workplace(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
        this.policies = new WorkspacePolicies(desk);
        this.tenancies = new Tenancies(desk);
    }

    /**
     * Where an attempt works.
     *
     * @param empty whether it works without a checkout, so that no file of the repository is there to steer its agent
     */
    record Provided(Path path, boolean empty) {}

    /** The directory that the attempt works in, made or found, and recorded. */
    Provided provide(Claim claim, AgentDispatchRun run) {
        Remote remote = whereabouts.remote(
                claim.namespace(), run.spec().repository(), run.spec().trust());
        Optional<AgentWorkspacePolicy> policy = policies.of(run);
        boolean none = policy.filter(one -> one.spec().mode() == AgentWorkspacePolicy.Mode.NONE)
                .isPresent();
        if (run.spec().sha().isEmpty() && !none) {
            throw new GitRefusedException("CommitNotFound", "the run names no commit, and none could be found");
        }
        AgentWorkspace reserved = desk.write(records -> {
            return tenancies.reserve(records, run, claim.attempt(records), policy);
        });
        boolean empty = reserved.spec().sha().isEmpty();
        Path path = empty ? empty(remote, reserved) : checkout(remote, reserved, run);
        policy.map(one -> one.spec().maxBytes())
                .filter(most -> most > 0 && !empty)
                .ifPresent(most -> requireSmall(remote, reserved, most));
        desk.write(records -> {
            claim.attempt(records);
            WorkItemLinks.workspace(records, run, reserved.metadata().name());
            return tenancies.begin(records, reserved, run, claim.attempt());
        });
        return new Provided(path, empty);
    }

    /** Notes where the files come from that are laid into the attempt's workspace next. */
    static void configure(Records records, Claim claim, String commit) {
        Tenancies.of(records, claim.namespace(), claim.attempt())
                .filter(workspace -> !workspace.status().configurationCommit().equals(commit))
                .ifPresent(workspace -> records.update(workspace.with(
                        workspace.status().draft().configured(commit).build())));
    }

    /** The request with a Git directory of its own for an agent that will not see the mirror. */
    LaunchRequest secluded(Claim claim, AgentDispatchRun run, LaunchRequest request, Optional<String> configuration) {
        Setup.Sandbox sandbox = request.setup().sandbox();
        boolean isolated = request.trust() != Trust.TRUSTED || sandbox.required();
        if (!isolated || sandbox.files() == Setup.Sandbox.Files.NONE) {
            return request;
        }
        Remote remote = whereabouts.remote(
                claim.namespace(), run.spec().repository(), run.spec().trust());
        return desk.write(records -> Tenancies.of(records, claim.namespace(), claim.attempt()))
                .map(workspace -> new Place(remote, workspace.spec().workspacePath(), configuration))
                .map(place -> new LaidConfiguration(repositories())
                        .secluded(place, run.spec().sha()))
                .map(git -> request.with(request.setup().with(git)))
                .orElse(request);
    }

    private Repositories repositories() {
        return desk.ports().repositories();
    }

    private Path empty(Remote remote, AgentWorkspace workspace) {
        return repositories().worktrees().empty(remote, workspace.spec().workspacePath());
    }

    private Path checkout(Remote remote, AgentWorkspace workspace, AgentDispatchRun run) {
        String sha = run.spec().sha();
        if (!hasCommit(remote, sha)) {
            repositories().fetch(remote);
        }
        Path path = repositories().worktree(remote, workspace.spec().workspacePath(), sha);
        if (workspace.spec().ownership() == AgentWorkspace.Ownership.REF) {
            bringTo(remote, workspace, sha);
        }
        return path;
    }

    /** What other runs left is clean, or it would not be used again; what this run left stays. */
    private void bringTo(Remote remote, AgentWorkspace workspace, String sha) {
        String name = workspace.spec().workspacePath();
        Place place = Place.of(remote, name, workspace.status().configurationCommit());
        Look look = new LaidConfiguration(repositories()).look(place, "", List.of());
        if (!look.dirty() && !look.head().equals(sha)) {
            repositories().worktrees().put(remote, name, sha, sha);
        }
    }

    private void requireSmall(Remote remote, AgentWorkspace workspace, long most) {
        Look look = repositories().worktrees().look(remote, workspace.spec().workspacePath(), "", List.of());
        if (look.bytes() > most) {
            throw new LaunchRefusedException(
                    "WorkspaceTooLarge",
                    "the workspace has %d bytes; policy '%s' allows %d"
                            .formatted(look.bytes(), workspace.spec().workspacePolicyRef(), most));
        }
    }

    private boolean hasCommit(Remote remote, String sha) {
        try {
            return repositories().resolve(remote, sha).isPresent();
        } catch (GitRefusedException e) {
            return false;
        }
    }
}
