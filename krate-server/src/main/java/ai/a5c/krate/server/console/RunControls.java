package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.RefusedException;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What may be done with a run from its page.
 *
 * @param write whether this person may change anything
 * @param generation the state that this was true in
 * @param requestId one for each time that the page is made, so that a second click asks for the same
 * @param message what was typed before
 * @param notice why the last action was not done
 */
public record RunControls(
        boolean write,
        long generation,
        String requestId,
        List<RunButton> buttons,
        String message,
        Optional<Notice> notice) {

    public RunControls {
        buttons = List.copyOf(buttons);
    }

    static RunControls of(RunDesk runs, AgentDispatchRun run, Visit visit) {
        String name = run.metadata().name();
        try {
            RunDesk.Actions actions =
                    runs.actions(visit.scope().namespace(), name, visit.scope().caller());
            return new RunControls(
                    visit.scope().access().write(),
                    actions.generation(),
                    UUID.randomUUID().toString(),
                    actions.allowances().stream()
                            .map(allowance -> RunButton.of(allowance, "AgentDispatchRun/" + name, visit))
                            .toList(),
                    "",
                    Optional.empty());
        } catch (RefusedException e) {
            Notice notice = new Notice("wait", "What may be done is not known now: " + e.getMessage(), "");
            boolean write = visit.scope().access().write();
            return new RunControls(write, run.status().stateGeneration(), "", List.of(), "", Optional.of(notice));
        }
    }

    RunControls with(String typed, Optional<Notice> told) {
        return new RunControls(write, generation, requestId, buttons, typed, told.or(() -> notice));
    }

    /** Whether a message may go along with something that is possible. */
    public boolean speaks() {
        return buttons.stream().anyMatch(button -> button.allowed() && button.speaks());
    }

    /** What is possible. */
    public List<RunButton> allowed() {
        return buttons.stream().filter(RunButton::allowed).toList();
    }

    /** Why the rest is not. */
    public List<Disabled> disabled() {
        return buttons.stream().flatMap(button -> button.disabled().stream()).toList();
    }
}
