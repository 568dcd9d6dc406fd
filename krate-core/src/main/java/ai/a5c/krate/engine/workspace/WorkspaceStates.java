package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Task;
import ai.a5c.krate.kind.execution.AgentWorkspace.Tenancy;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkTree;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.workspace.Action;
import ai.a5c.krate.workspace.Phase;
import ai.a5c.krate.workspace.WorkspaceState;
import java.util.List;

/** Workspaces as resources, and as their state machine sees them. */
public final class WorkspaceStates {

    private WorkspaceStates() {}

    /** The state of a workspace; commits that only its own branch has count as work that is nowhere else. */
    public static WorkspaceState of(AgentWorkspace workspace) {
        AgentWorkspace.Status status = workspace.status();
        return new WorkspaceState(
                Phase.valueOf(status.phase().name()),
                Action.named(status.task().pending()),
                status.tenancy().attempt(),
                status.pinned(),
                status.tree().dirty() || status.tree().ahead() > 0);
    }

    /** The workspace in another state. */
    static AgentWorkspace with(AgentWorkspace workspace, WorkspaceState next) {
        AgentWorkspace.Status status = workspace.status();
        Tenancy tenancy = status.tenancy();
        Task task = status.task();
        return workspace.with(status.draft()
                .changed()
                .phase(WorkspacePhase.valueOf(next.phase().name()))
                .pinned(next.pinned())
                .tenancy(new Tenancy(next.attempt(), tenancy.lastRun(), tenancy.lastOutcome()))
                .task(new Task(
                        next.pending().map(Action::word).orElse(""), task.actor(), task.argument(), task.trouble()))
                .seen(tree(status.tree(), of(workspace), next), status.bytes())
                .build());
    }

    private static WorkTree tree(WorkTree tree, WorkspaceState before, WorkspaceState next) {
        boolean missing = next.phase() == Phase.LOST;
        int ahead = before.dirty() && !next.dirty() ? 0 : tree.ahead();
        boolean dirty = next.dirty() && (ahead == 0 || tree.dirty() || !before.dirty());
        return new WorkTree(
                tree.branch(),
                tree.headSha(),
                tree.tracking(),
                ahead,
                tree.behind(),
                dirty,
                next.phase().hasDirectory() ? tree.conflicts() : List.of(),
                missing);
    }
}
