package ai.a5c.krate.workspace;

import ai.a5c.krate.workspace.WorkspaceEvent.Archived;
import ai.a5c.krate.workspace.WorkspaceEvent.Conflicted;
import ai.a5c.krate.workspace.WorkspaceEvent.Failed;
import ai.a5c.krate.workspace.WorkspaceEvent.Provisioned;
import ai.a5c.krate.workspace.WorkspaceEvent.RebaseAborted;
import ai.a5c.krate.workspace.WorkspaceEvent.Rebased;
import ai.a5c.krate.workspace.WorkspaceEvent.Recovered;
import ai.a5c.krate.workspace.WorkspaceEvent.Removed;
import java.util.Optional;

/** What came of something that was asked for. */
final class Outcomes {

    private Outcomes() {}

    /** The workspace after what was asked for came to {@code event}; empty if that was not asked for. */
    static Optional<WorkspaceState> of(WorkspaceState workspace, WorkspaceEvent event) {
        Optional<Action> pending = workspace.pending();
        if (pending.isEmpty()) {
            return Optional.empty();
        }
        if (event instanceof Failed) {
            return Optional.of(workspace.doingNothing());
        }
        return fits(pending.get(), event) ? Optional.of(after(workspace, event)) : Optional.empty();
    }

    private static boolean fits(Action action, WorkspaceEvent event) {
        return switch (action) {
            case PROVISION -> event instanceof Provisioned;
            case ARCHIVE -> event instanceof Archived;
            case CLEANUP -> event instanceof Removed;
            case RECOVER -> event instanceof Recovered;
            case REBASE_ABORT -> event instanceof RebaseAborted;
            case REBASE_START, REBASE_AUTO_RESOLVE, REBASE_MARK_RESOLVED ->
                event instanceof Rebased || event instanceof Conflicted;
            case LINK, PIN, UNPIN, NOTE -> false;
        };
    }

    private static WorkspaceState after(WorkspaceState workspace, WorkspaceEvent event) {
        if (event instanceof Provisioned) {
            return workspace.in(Phase.PROVISIONED).dirty(false);
        }
        if (event instanceof Archived) {
            return workspace.in(Phase.ARCHIVED).dirty(false);
        }
        if (event instanceof Removed) {
            return workspace.in(Phase.REMOVED).dirty(false).pinned(false);
        }
        if (event instanceof Recovered) {
            return workspace.in(Phase.RELEASED).dirty(workspace.phase() == Phase.ARCHIVED);
        }
        return event instanceof Conflicted ? workspace.in(Phase.REBASING).dirty(true) : workspace.in(Phase.RELEASED);
    }

    /** Whether {@code event} says what is true already. */
    static boolean isSo(WorkspaceState workspace, WorkspaceEvent event) {
        return switch (workspace.phase()) {
            case PROVISIONING, LOST -> false;
            case PROVISIONED, IN_USE -> event instanceof Provisioned;
            case RELEASED -> event instanceof Recovered || event instanceof Rebased || event instanceof RebaseAborted;
            case REBASING -> event instanceof Conflicted;
            case ARCHIVED -> event instanceof Archived;
            case REMOVED -> event instanceof Removed;
        };
    }
}
