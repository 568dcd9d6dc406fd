package ai.a5c.krate.workspace;

import java.util.Optional;

/**
 * A workspace as its state machine sees it.
 *
 * @param pending what was asked for and is not done yet
 * @param attempt who works in it; empty for nobody
 * @param pinned whether it is kept until somebody unpins it
 * @param dirty whether there is work in it that is nowhere else
 */
public record WorkspaceState(Phase phase, Optional<Action> pending, String attempt, boolean pinned, boolean dirty) {

    /** A new one, whose directory is to be made. */
    public static WorkspaceState asked() {
        return new WorkspaceState(Phase.PROVISIONING, Optional.of(Action.PROVISION), "", false, false);
    }

    WorkspaceState in(Phase next) {
        return new WorkspaceState(next, Optional.empty(), "", pinned, dirty);
    }

    WorkspaceState doing(Action action) {
        return new WorkspaceState(phase, Optional.of(action), attempt, pinned, dirty);
    }

    WorkspaceState doingNothing() {
        return new WorkspaceState(phase, Optional.empty(), attempt, pinned, dirty);
    }

    WorkspaceState with(String worker) {
        return new WorkspaceState(Phase.IN_USE, Optional.empty(), worker, pinned, dirty);
    }

    WorkspaceState pinned(boolean next) {
        return new WorkspaceState(phase, pending, attempt, next, dirty);
    }

    WorkspaceState dirty(boolean next) {
        return new WorkspaceState(phase, pending, attempt, pinned, next);
    }
}
