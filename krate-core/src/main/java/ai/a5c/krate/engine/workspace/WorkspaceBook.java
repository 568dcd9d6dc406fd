package ai.a5c.krate.engine.workspace;

import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.engine.WorkspaceApprovals;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Request;
import ai.a5c.krate.kind.execution.AgentWorkspace.Task;
import ai.a5c.krate.workspace.Transition;
import ai.a5c.krate.workspace.Transition.Moved;
import ai.a5c.krate.workspace.Transition.Refused;
import ai.a5c.krate.workspace.WorkspaceEvent;
import ai.a5c.krate.workspace.WorkspaceMachine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Moves workspaces: asks the machine, stores the new state, and has done on its host what follows from it. */
public final class WorkspaceBook {

    /** Whoever asked does it at once; if they die, the host's loop does it this much later. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private WorkspaceBook() {}

    /**
     * What {@code event} makes of {@code workspace}, stored and audited; the workspace itself where it is so already.
     *
     * @throws RefusedException {@code WORKSPACE_DIRTY} and its like, if the machine refuses the event
     */
    public static AgentWorkspace on(Records records, AgentWorkspace workspace, WorkspaceEvent event, String actor) {
        return on(records, workspace, List.of(event), actor, UnaryOperator.identity());
    }

    /** What one event after the other and then {@code noted} make of {@code workspace}, stored once, each event audited. */
    static AgentWorkspace on(
            Records records,
            AgentWorkspace workspace,
            List<WorkspaceEvent> events,
            String actor,
            UnaryOperator<AgentWorkspace> noted) {
        AgentWorkspace next = workspace;
        boolean work = false;
        for (WorkspaceEvent event : events) {
            Optional<Moved> moved = moved(next, event);
            if (moved.isPresent()) {
                next = WorkspaceStates.with(
                        free(records, next, event), moved.get().state());
                work = work || !moved.get().effects().isEmpty();
                tell(records, next, event, actor);
            }
        }
        AgentWorkspace last = noted.apply(work ? asked(next, actor) : next);
        if (last.equals(workspace)) {
            return workspace;
        }
        AgentWorkspace stored = records.update(last);
        if (work) {
            records.transaction()
                    .send(
                            Topics.workspace(stored.status().host()),
                            stored.key().toString(),
                            records.now().plus(GRACE));
        }
        return stored;
    }

    /** Empty where it is so already. */
    private static Optional<Moved> moved(AgentWorkspace workspace, WorkspaceEvent event) {
        Transition answer = WorkspaceMachine.on(WorkspaceStates.of(workspace), event);
        if (answer instanceof Refused refused) {
            if (refused.reason() == Transition.Reason.ALREADY_DONE) {
                return Optional.empty();
            }
            throw new RefusedException(refused.reason().name(), refused.message());
        }
        return Optional.of((Moved) answer);
    }

    private static AgentWorkspace free(Records records, AgentWorkspace workspace, WorkspaceEvent event) {
        return isOvertaking(workspace, event)
                ? WorkspaceApprovals.superseded(records, workspace, "the workspace changed meanwhile; ask again")
                : workspace;
    }

    private static AgentWorkspace asked(AgentWorkspace workspace, String actor) {
        return workspace.with(workspace
                .status()
                .draft()
                .task(new Task(workspace.status().task().pending(), actor, "", ""))
                .build());
    }

    /** Whether what people were asked about the workspace is no longer what would happen, because something else does. */
    private static boolean isOvertaking(AgentWorkspace workspace, WorkspaceEvent event) {
        boolean other = event instanceof WorkspaceEvent.AttemptBegan
                || event instanceof WorkspaceEvent.FoundMissing
                || (event instanceof WorkspaceEvent.Asked asked
                        && asked.action().touchesDirectory());
        return other && !workspace.status().request().equals(Request.NONE);
    }

    /** Whether the machine would refuse {@code event}. */
    public static boolean refuses(AgentWorkspace workspace, WorkspaceEvent event) {
        return WorkspaceMachine.on(WorkspaceStates.of(workspace), event) instanceof Refused;
    }

    private static void tell(Records records, AgentWorkspace after, WorkspaceEvent event, String actor) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("event", event.word());
        details.put("phase", WorkspaceStates.of(after).phase().word());
        if (event instanceof WorkspaceEvent.Asked asked && asked.discard()) {
            details.put("discard", true);
        }
        if (event instanceof WorkspaceEvent.Failed failed) {
            details.put("reason", failed.reason());
        }
        Journal.audit(records, actor, "workspace." + event.word(), after.key(), details);
    }
}
