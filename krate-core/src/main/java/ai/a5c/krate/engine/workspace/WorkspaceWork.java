package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Whereabouts;
import ai.a5c.krate.engine.configuration.LaidConfiguration;
import ai.a5c.krate.engine.configuration.LaidConfiguration.Place;
import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees;
import ai.a5c.krate.git.Worktrees.Look;
import ai.a5c.krate.git.Worktrees.Merged;
import ai.a5c.krate.git.Worktrees.RebaseOrder;
import ai.a5c.krate.git.Worktrees.Side;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Rebase;
import ai.a5c.krate.kind.execution.AgentWorkspace.Task;
import ai.a5c.krate.kind.execution.WorkspaceStatusDraft;
import ai.a5c.krate.workspace.Action;
import ai.a5c.krate.workspace.WorkspaceEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Does what was asked of a workspace, in its directory, and says what came of it.
 *
 * <p>Each step may be repeated: what must not be made twice is stored before the directory is touched.
 */
final class WorkspaceWork {

    private final Desk desk;
    private final Whereabouts whereabouts;

    WorkspaceWork(Desk desk) {
        this.desk = desk;
        this.whereabouts = new Whereabouts(desk);
    }

    /** What came of it, for the state machine and the status. */
    record Outcome(WorkspaceEvent event, List<String> conflicts) {

        static Outcome of(WorkspaceEvent event) {
            return new Outcome(event, List.of());
        }
    }

    Remote remote(AgentWorkspace workspace) {
        return whereabouts.remote(
                workspace.metadata().namespace(),
                workspace.spec().repository(),
                workspace.spec().trust());
    }

    /** Does the pending action of {@code workspace}. */
    Outcome perform(AgentWorkspace workspace) {
        Action action = Action.named(workspace.status().task().pending()).orElseThrow();
        if (action != Action.CLEANUP
                && action != Action.PROVISION
                && workspace.spec().sha().isEmpty()) {
            return Outcome.of(new WorkspaceEvent.Failed("there is no checkout in it"));
        }
        return switch (action) {
            case PROVISION -> provision(workspace);
            case CLEANUP -> cleanup(workspace);
            case ARCHIVE -> archive(workspace);
            case RECOVER -> recover(workspace);
            case REBASE_START -> start(workspace);
            case REBASE_AUTO_RESOLVE -> resolve(workspace);
            case REBASE_MARK_RESOLVED -> resolved(workspace);
            case REBASE_ABORT -> abort(workspace);
            case LINK, PIN, UNPIN, NOTE -> throw new IllegalArgumentException(action.word());
        };
    }

    private Repositories repositories() {
        return desk.ports().repositories();
    }

    private Worktrees worktrees() {
        return repositories().worktrees();
    }

    private void require(Remote remote, String commit) {
        boolean known;
        try {
            known = repositories().resolve(remote, commit).isPresent();
        } catch (GitRefusedException e) {
            known = false;
        }
        if (!known) {
            repositories().fetch(remote);
        }
    }

    private Outcome provision(AgentWorkspace workspace) {
        Remote remote = remote(workspace);
        String sha = workspace.status().baseSha();
        if (sha.isEmpty()) {
            worktrees().empty(remote, workspace.spec().workspacePath());
        } else {
            require(remote, sha);
            repositories().worktree(remote, workspace.spec().workspacePath(), sha);
        }
        update(workspace, draft -> draft.rebase(Rebase.NONE));
        return Outcome.of(new WorkspaceEvent.Provisioned());
    }

    private Outcome cleanup(AgentWorkspace workspace) {
        if (isHere(workspace)) {
            repositories().removeWorktree(remote(workspace), workspace.spec().workspacePath());
        }
        update(workspace, draft -> draft.archive(""));
        return Outcome.of(new WorkspaceEvent.Removed());
    }

    boolean isHere(AgentWorkspace workspace) {
        return workspace.status().host().equals(worktrees().host());
    }

    private Outcome archive(AgentWorkspace workspace) {
        Remote remote = remote(workspace);
        String path = workspace.spec().workspacePath();
        boolean gone = worktrees().look(remote, path, "", List.of()).missing();
        if (gone && workspace.status().archiveDigest().isEmpty()) {
            return Outcome.of(new WorkspaceEvent.Failed("its directory is not there; recover it"));
        }
        if (!gone) {
            String base = workspace.status().baseSha();
            byte[] bundle = worktrees().bundle(remote, base, save(workspace, base));
            String digest = desk.ports().blobs().put(bundle).text();
            update(workspace, draft -> draft.archive(digest));
            repositories().removeWorktree(remote, path);
        }
        return Outcome.of(new WorkspaceEvent.Archived());
    }

    private Outcome recover(AgentWorkspace workspace) {
        Remote remote = remote(workspace);
        String base = workspace.status().baseSha();
        require(remote, base);
        String digest = workspace.status().archiveDigest();
        String content = base;
        if (!digest.isEmpty()) {
            Optional<byte[]> bundle = desk.ports().blobs().get(new Digest(digest));
            if (bundle.isEmpty()) {
                return Outcome.of(new WorkspaceEvent.Failed("its archive is not there; restore it from a backup"));
            }
            content = worktrees().unbundle(remote, bundle.get());
        }
        worktrees().put(remote, workspace.spec().workspacePath(), base, content);
        update(workspace, draft -> draft.rebase(Rebase.NONE).host(worktrees().host()));
        return Outcome.of(new WorkspaceEvent.Recovered());
    }

    /** The commit that the workspace's ref is at now; empty if there is none. */
    Optional<String> target(AgentWorkspace workspace) {
        Remote remote = remote(workspace);
        repositories().fetch(remote);
        return workspace.spec().ref().isEmpty()
                ? Optional.empty()
                : repositories().resolve(remote, workspace.spec().ref());
    }

    private Outcome start(AgentWorkspace workspace) {
        Remote remote = remote(workspace);
        AgentWorkspace noted = workspace;
        if (workspace.status().rebase().equals(Rebase.NONE)) {
            Optional<String> onto = target(workspace);
            if (onto.isEmpty()) {
                return Outcome.of(new WorkspaceEvent.Failed("its ref '%s' names no commit of the repository"
                        .formatted(workspace.spec().ref())));
            }
            String from = workspace.status().baseSha();
            String before = save(workspace, from);
            noted = update(workspace, draft -> draft.rebase(new Rebase(from, onto.get(), before)));
        }
        Merged merged = worktrees().rebase(remote, order(noted), Optional.empty());
        String onto = noted.status().rebase().onto();
        worktrees().put(remote, workspace.spec().workspacePath(), onto, merged.commit());
        update(noted, draft -> merged.conflicts().isEmpty() ? draft.base(onto).rebase(Rebase.NONE) : draft.base(onto));
        return merged.conflicts().isEmpty()
                ? Outcome.of(new WorkspaceEvent.Rebased())
                : new Outcome(new WorkspaceEvent.Conflicted(), merged.conflicts());
    }

    private static RebaseOrder order(AgentWorkspace workspace) {
        Rebase rebase = workspace.status().rebase();
        return new RebaseOrder(rebase.from(), rebase.onto(), rebase.before());
    }

    /** What it is like now; the files that steer agents and were left alone are no work. */
    Look look(AgentWorkspace workspace, String upstream, List<String> suspects) {
        return new LaidConfiguration(repositories()).look(place(workspace), upstream, suspects);
    }

    /** All work in it as a commit on {@code base}. */
    String save(AgentWorkspace workspace, String base) {
        return new LaidConfiguration(repositories()).save(place(workspace), base);
    }

    /** What {@link #save} has and {@code base} lacks. */
    LaidConfiguration.Changes changes(AgentWorkspace workspace, String base) {
        return new LaidConfiguration(repositories()).changes(place(workspace), base);
    }

    private Place place(AgentWorkspace workspace) {
        return Place.of(
                remote(workspace),
                workspace.spec().workspacePath(),
                workspace.status().configurationCommit());
    }

    private List<String> conflicts(AgentWorkspace workspace) {
        return worktrees()
                .look(
                        remote(workspace),
                        workspace.spec().workspacePath(),
                        "",
                        workspace.status().tree().conflicts())
                .conflicts();
    }

    private Outcome resolve(AgentWorkspace workspace) {
        Remote remote = remote(workspace);
        String path = workspace.spec().workspacePath();
        Side side = workspace.status().task().argument().equals("upstream") ? Side.UPSTREAM : Side.WORK;
        List<String> conflicts = conflicts(workspace);
        if (!conflicts.isEmpty()) {
            RebaseOrder order = order(workspace);
            Merged merged = worktrees().rebase(remote, order, Optional.of(side));
            String now = save(workspace, order.onto());
            String taken = worktrees().take(remote, order.onto(), now, merged.commit(), conflicts);
            worktrees().put(remote, path, order.onto(), taken);
        }
        update(workspace, draft -> draft.rebase(Rebase.NONE));
        return Outcome.of(new WorkspaceEvent.Rebased());
    }

    private Outcome resolved(AgentWorkspace workspace) {
        List<String> conflicts = conflicts(workspace);
        if (!conflicts.isEmpty()) {
            return new Outcome(new WorkspaceEvent.Conflicted(), conflicts);
        }
        update(workspace, draft -> draft.rebase(Rebase.NONE));
        return Outcome.of(new WorkspaceEvent.Rebased());
    }

    private Outcome abort(AgentWorkspace workspace) {
        RebaseOrder order = order(workspace);
        if (!workspace.status().rebase().equals(Rebase.NONE)) {
            worktrees().put(remote(workspace), workspace.spec().workspacePath(), order.from(), order.work());
            update(workspace, draft -> draft.base(order.from()).rebase(Rebase.NONE));
        }
        return Outcome.of(new WorkspaceEvent.RebaseAborted());
    }

    /** Stores more about a workspace whose action is still the one that is being done. */
    private AgentWorkspace update(AgentWorkspace workspace, UnaryOperator<WorkspaceStatusDraft> change) {
        return desk.write(records -> {
            AgentWorkspace now = records.need(
                    AgentWorkspace.class,
                    workspace.metadata().namespace(),
                    workspace.metadata().name());
            Task task = now.status().task();
            if (!task.pending().equals(workspace.status().task().pending())) {
                throw new RefusedException("BUSY", "something else was done to the workspace meanwhile");
            }
            return records.update(now.with(change.apply(now.status().draft()).build()));
        });
    }
}
