package ai.a5c.krate.workspace;

import ai.a5c.krate.workspace.Transition.Moved;
import ai.a5c.krate.workspace.Transition.Reason;
import ai.a5c.krate.workspace.Transition.Refused;
import ai.a5c.krate.workspace.WorkspaceEffect.Perform;
import ai.a5c.krate.workspace.WorkspaceEvent.Asked;
import ai.a5c.krate.workspace.WorkspaceEvent.AttemptBegan;
import ai.a5c.krate.workspace.WorkspaceEvent.AttemptEnded;
import ai.a5c.krate.workspace.WorkspaceEvent.Failed;
import ai.a5c.krate.workspace.WorkspaceEvent.FoundMissing;
import ai.a5c.krate.workspace.WorkspaceEvent.FoundThere;
import java.util.List;
import java.util.Optional;

/** The state machine of a workspace: one pure function, closed by default. */
public final class WorkspaceMachine {

    private WorkspaceMachine() {}

    /** Says what {@code event} does to {@code workspace}. */
    public static Transition on(WorkspaceState workspace, WorkspaceEvent event) {
        if (event instanceof Asked asked) {
            return asked(workspace, asked);
        }
        if (event instanceof AttemptBegan began) {
            return began(workspace, began);
        }
        if (event instanceof AttemptEnded ended) {
            return ended(workspace, ended);
        }
        if (event instanceof FoundMissing || event instanceof FoundThere) {
            return found(workspace, event);
        }
        return Outcomes.of(workspace, event)
                .map(next -> to(next))
                .orElseGet(() -> refused(workspace, event, notAsked(workspace, event)));
    }

    private static Reason notAsked(WorkspaceState workspace, WorkspaceEvent event) {
        return !(event instanceof Failed) && workspace.pending().isEmpty() && Outcomes.isSo(workspace, event)
                ? Reason.ALREADY_DONE
                : Reason.NOT_ASKED;
    }

    private static Transition asked(WorkspaceState workspace, Asked asked) {
        Optional<Reason> refusal = refusal(workspace, asked);
        if (refusal.isPresent()) {
            return refused(workspace, asked, refusal.get());
        }
        return switch (asked.action()) {
            case PIN -> to(workspace.pinned(true));
            case UNPIN -> to(workspace.pinned(false));
            case LINK, NOTE -> to(workspace);
            case PROVISION -> perform(workspace.in(Phase.PROVISIONING), Action.PROVISION);
            case ARCHIVE, CLEANUP, RECOVER -> perform(workspace, asked.action());
            case REBASE_START, REBASE_AUTO_RESOLVE, REBASE_MARK_RESOLVED, REBASE_ABORT ->
                perform(workspace, asked.action());
        };
    }

    private static Optional<Reason> refusal(WorkspaceState workspace, Asked asked) {
        Action action = asked.action();
        if (!action.touchesDirectory()) {
            return Requests.ofRecord(workspace, action);
        }
        if (workspace.pending().isPresent()) {
            return Optional.of(workspace.pending().get() == action ? Reason.ALREADY_DONE : Reason.BUSY);
        }
        return switch (action) {
            case PROVISION -> Requests.ofProvision(workspace);
            case ARCHIVE -> Requests.ofArchive(workspace, asked.discard());
            case CLEANUP -> Requests.ofCleanup(workspace, asked.discard());
            case RECOVER -> Requests.ofRecover(workspace);
            case REBASE_START -> Requests.ofRebase(workspace);
            case REBASE_AUTO_RESOLVE, REBASE_MARK_RESOLVED, REBASE_ABORT ->
                workspace.phase() == Phase.REBASING ? Optional.empty() : Optional.of(Reason.NOT_REBASING);
            case LINK, PIN, UNPIN, NOTE -> Optional.empty();
        };
    }

    private static Transition began(WorkspaceState workspace, AttemptBegan event) {
        if (workspace.phase() == Phase.IN_USE) {
            boolean same = workspace.attempt().equals(event.attempt());
            return refused(workspace, event, same ? Reason.ALREADY_DONE : Reason.WORKSPACE_IN_USE);
        }
        return Requests.ofAttempt(workspace)
                .map(reason -> refused(workspace, event, reason))
                .orElseGet(() -> to(workspace.with(event.attempt())));
    }

    /** What an attempt leaves counts as work that is nowhere else until somebody has looked. */
    private static Transition ended(WorkspaceState workspace, AttemptEnded event) {
        if (workspace.phase() != Phase.IN_USE) {
            return refused(workspace, event, Reason.ALREADY_DONE);
        }
        return workspace.attempt().equals(event.attempt())
                ? to(workspace.in(Phase.RELEASED).dirty(true))
                : refused(workspace, event, Reason.NOT_ITS_ATTEMPT);
    }

    private static Transition found(WorkspaceState workspace, WorkspaceEvent event) {
        boolean there = event instanceof FoundThere;
        if (workspace.pending().isPresent()) {
            return refused(workspace, event, Reason.BUSY);
        }
        if (workspace.phase() == Phase.LOST) {
            return there
                    ? to(workspace.in(Phase.RELEASED).dirty(true))
                    : refused(workspace, event, Reason.ALREADY_DONE);
        }
        if (!workspace.phase().hasDirectory()) {
            return refused(workspace, event, Reason.NOT_READY);
        }
        return there
                ? refused(workspace, event, Reason.ALREADY_DONE)
                : to(workspace.in(Phase.LOST).dirty(false));
    }

    private static Transition perform(WorkspaceState next, Action action) {
        return new Moved(next.doing(action), List.of(new Perform(action)));
    }

    private static Transition to(WorkspaceState next) {
        return new Moved(next, List.of());
    }

    private static Transition refused(WorkspaceState workspace, WorkspaceEvent event, Reason reason) {
        return new Refused(workspace.phase(), event.word(), reason);
    }
}
