package ai.a5c.krate.workspace;

import ai.a5c.krate.workspace.Transition.Reason;
import java.util.Optional;

/** Why a request about a workspace is refused; empty if it is not. */
final class Requests {

    private Requests() {}

    /** What changes the record alone. */
    static Optional<Reason> ofRecord(WorkspaceState workspace, Action action) {
        if (workspace.phase() == Phase.REMOVED) {
            return Optional.of(Reason.WORKSPACE_REMOVED);
        }
        boolean same = action == (workspace.pinned() ? Action.PIN : Action.UNPIN);
        return same ? Optional.of(Reason.ALREADY_DONE) : Optional.empty();
    }

    static Optional<Reason> ofProvision(WorkspaceState workspace) {
        return switch (workspace.phase()) {
            case PROVISIONING, LOST, REMOVED -> Optional.empty();
            case ARCHIVED -> Optional.of(Reason.HAS_ARCHIVE);
            case PROVISIONED, IN_USE, RELEASED, REBASING -> Optional.of(Reason.ALREADY_DONE);
        };
    }

    static Optional<Reason> ofArchive(WorkspaceState workspace, boolean discard) {
        return switch (workspace.phase()) {
            case PROVISIONED, RELEASED ->
                workspace.pinned() && !discard ? Optional.of(Reason.WORKSPACE_PINNED) : Optional.empty();
            case ARCHIVED -> Optional.of(Reason.ALREADY_DONE);
            case PROVISIONING, IN_USE, REBASING, LOST, REMOVED -> unusable(workspace.phase());
        };
    }

    static Optional<Reason> ofCleanup(WorkspaceState workspace, boolean discard) {
        if (workspace.phase() == Phase.REMOVED) {
            return Optional.of(Reason.ALREADY_DONE);
        }
        if (workspace.phase() == Phase.IN_USE) {
            return Optional.of(Reason.WORKSPACE_IN_USE);
        }
        return discard ? Optional.empty() : atStake(workspace);
    }

    /** Whether a cleanup takes something with it that is nowhere else, or that somebody wanted to keep. */
    static boolean isAtStake(WorkspaceState workspace) {
        return atStake(workspace).isPresent();
    }

    private static Optional<Reason> atStake(WorkspaceState workspace) {
        if (workspace.pinned()) {
            return Optional.of(Reason.WORKSPACE_PINNED);
        }
        if (workspace.phase() == Phase.ARCHIVED) {
            return Optional.of(Reason.HAS_ARCHIVE);
        }
        if (workspace.phase() == Phase.REBASING) {
            return Optional.of(Reason.REBASE_UNDER_WAY);
        }
        return workspace.dirty() && workspace.phase().hasDirectory()
                ? Optional.of(Reason.WORKSPACE_DIRTY)
                : Optional.empty();
    }

    static Optional<Reason> ofRecover(WorkspaceState workspace) {
        return switch (workspace.phase()) {
            case ARCHIVED, LOST -> Optional.empty();
            case PROVISIONING -> Optional.of(Reason.NOT_READY);
            case REMOVED -> Optional.of(Reason.NOTHING_TO_RECOVER);
            case PROVISIONED, IN_USE, RELEASED, REBASING -> Optional.of(Reason.NOT_LOST);
        };
    }

    static Optional<Reason> ofRebase(WorkspaceState workspace) {
        return unusable(workspace.phase());
    }

    static Optional<Reason> ofAttempt(WorkspaceState workspace) {
        return workspace.pending().isPresent() ? Optional.of(Reason.BUSY) : unusable(workspace.phase());
    }

    private static Optional<Reason> unusable(Phase phase) {
        return switch (phase) {
            case PROVISIONED, RELEASED -> Optional.empty();
            case PROVISIONING -> Optional.of(Reason.NOT_READY);
            case IN_USE -> Optional.of(Reason.WORKSPACE_IN_USE);
            case REBASING -> Optional.of(Reason.REBASE_UNDER_WAY);
            case ARCHIVED, LOST -> Optional.of(Reason.NOT_THERE);
            case REMOVED -> Optional.of(Reason.WORKSPACE_REMOVED);
        };
    }
}
