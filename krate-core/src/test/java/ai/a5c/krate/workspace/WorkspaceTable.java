package ai.a5c.krate.workspace;

import ai.a5c.krate.testkit.StateTable;
import ai.a5c.krate.testkit.StateTable.Answer;
import ai.a5c.krate.workspace.Transition.Moved;
import ai.a5c.krate.workspace.Transition.Refused;
import ai.a5c.krate.workspace.WorkspaceEvent.Asked;
import ai.a5c.krate.workspace.WorkspaceEvent.AttemptBegan;
import ai.a5c.krate.workspace.WorkspaceEvent.AttemptEnded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The situations that a workspace can be in, and one of each event. */
final class WorkspaceTable {

    static final WorkspaceState RELEASED = new WorkspaceState(Phase.RELEASED, Optional.empty(), "", false, false);

    private WorkspaceTable() {}

    static StateTable<WorkspaceState, WorkspaceEvent> table() {
        return new StateTable<>(situations(), events(), WorkspaceTable::answer);
    }

    static WorkspaceState in(Phase phase) {
        return RELEASED.in(phase);
    }

    static Map<String, WorkspaceState> situations() {
        Map<String, WorkspaceState> situations = new LinkedHashMap<>();
        situations.put("provisioning", WorkspaceState.asked());
        situations.put("provisioning that failed", in(Phase.PROVISIONING));
        situations.put("provisioned", in(Phase.PROVISIONED));
        situations.put("in-use by run-1", RELEASED.with("run-1"));
        situations.put("released", RELEASED);
        situations.put("released, dirty", RELEASED.dirty(true));
        situations.put("released, pinned", RELEASED.pinned(true));
        situations.put("released, being archived", RELEASED.doing(Action.ARCHIVE));
        situations.put("released, being rebased", RELEASED.doing(Action.REBASE_START));
        situations.put("rebasing", in(Phase.REBASING).dirty(true));
        situations.put("archived", in(Phase.ARCHIVED));
        situations.put("archived, being recovered", in(Phase.ARCHIVED).doing(Action.RECOVER));
        situations.put("lost", in(Phase.LOST));
        situations.put("removed", in(Phase.REMOVED));
        return situations;
    }

    static Map<String, WorkspaceEvent> events() {
        Map<String, WorkspaceEvent> events = new LinkedHashMap<>();
        for (Action action : Action.values()) {
            events.put(action.word(), new Asked(action, false));
        }
        events.put("archive, discarding", new Asked(Action.ARCHIVE, true));
        events.put("cleanup, discarding", new Asked(Action.CLEANUP, true));
        events.put("provisioned", new WorkspaceEvent.Provisioned());
        events.put("archived", new WorkspaceEvent.Archived());
        events.put("removed", new WorkspaceEvent.Removed());
        events.put("recovered", new WorkspaceEvent.Recovered());
        events.put("rebased", new WorkspaceEvent.Rebased());
        events.put("conflicted", new WorkspaceEvent.Conflicted());
        events.put("rebase-aborted", new WorkspaceEvent.RebaseAborted());
        events.put("failed", new WorkspaceEvent.Failed("no space left"));
        events.put("attempt-began: run-1", new AttemptBegan("run-1"));
        events.put("attempt-began: run-2", new AttemptBegan("run-2"));
        events.put("attempt-ended: run-1", new AttemptEnded("run-1"));
        events.put("attempt-ended: run-2", new AttemptEnded("run-2"));
        events.put("found-missing", new WorkspaceEvent.FoundMissing());
        events.put("found-there", new WorkspaceEvent.FoundThere());
        return events;
    }

    private static Answer answer(WorkspaceState workspace, WorkspaceEvent event) {
        Transition transition = WorkspaceMachine.on(workspace, event);
        if (transition instanceof Moved moved) {
            return Answer.moved(
                    moved.state().phase().word(),
                    moved.effects().stream().map(Record.class::cast).toList());
        }
        return Answer.refused(((Refused) transition).reason().word());
    }
}
