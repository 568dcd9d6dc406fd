package ai.a5c.krate.workspace;

import static ai.a5c.krate.workspace.WorkspaceTable.RELEASED;
import static ai.a5c.krate.workspace.WorkspaceTable.in;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.testkit.GeneratedFile;
import ai.a5c.krate.testkit.Seeds;
import ai.a5c.krate.testkit.StateTable;
import ai.a5c.krate.workspace.Transition.Moved;
import ai.a5c.krate.workspace.Transition.Reason;
import ai.a5c.krate.workspace.Transition.Refused;
import ai.a5c.krate.workspace.WorkspaceEffect.Perform;
import ai.a5c.krate.workspace.WorkspaceEvent.Asked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WorkspaceMachineTest {

    /** Upper case: the phase that follows. Lower case: why the event is refused. */
    private static final String EXPECTED = """
            event                | making  | failed    | made      | run-1     | free      | dirty     | pinned    | archiving | starting | rebasing | archived  | recovering | lost      | removed
            provision            | done    | MAKE      | done      | done      | done      | done      | done      | busy      | busy     | done     | archive   | busy       | MAKE      | MAKE
            link                 | MAKE    | MAKE      | MADE      | WORK      | FREE      | FREE      | FREE      | FREE      | FREE     | REBASE   | ARCHIVE   | ARCHIVE    | LOST      | removed
            pin                  | MAKE    | MAKE      | MADE      | WORK      | FREE      | FREE      | done      | FREE      | FREE     | REBASE   | ARCHIVE   | ARCHIVE    | LOST      | removed
            unpin                | done    | done      | done      | done      | done      | done      | FREE      | done      | done     | done     | done      | done       | done      | removed
            note                 | MAKE    | MAKE      | MADE      | WORK      | FREE      | FREE      | FREE      | FREE      | FREE     | REBASE   | ARCHIVE   | ARCHIVE    | LOST      | removed
            archive              | busy    | not yet   | MADE      | in use    | FREE      | FREE      | pinned    | done      | busy     | rebase   | done      | busy       | missing   | removed
            cleanup              | busy    | MAKE      | MADE      | in use    | FREE      | dirty     | pinned    | busy      | busy     | rebase   | archive   | busy       | LOST      | done
            recover              | busy    | not yet   | there     | there     | there     | there     | there     | busy      | busy     | there    | ARCHIVE   | done       | LOST      | nothing
            rebase-start         | busy    | not yet   | MADE      | in use    | FREE      | FREE      | FREE      | busy      | done     | rebase   | missing   | busy       | missing   | removed
            rebase-auto-resolve  | busy    | no rebase | no rebase | no rebase | no rebase | no rebase | no rebase | busy      | busy     | REBASE   | no rebase | busy       | no rebase | no rebase
            rebase-mark-resolved | busy    | no rebase | no rebase | no rebase | no rebase | no rebase | no rebase | busy      | busy     | REBASE   | no rebase | busy       | no rebase | no rebase
            rebase-abort         | busy    | no rebase | no rebase | no rebase | no rebase | no rebase | no rebase | busy      | busy     | REBASE   | no rebase | busy       | no rebase | no rebase
            archive, discarding  | busy    | not yet   | MADE      | in use    | FREE      | FREE      | FREE      | done      | busy     | rebase   | done      | busy       | missing   | removed
            cleanup, discarding  | busy    | MAKE      | MADE      | in use    | FREE      | FREE      | FREE      | busy      | busy     | REBASE   | ARCHIVE   | busy       | LOST      | done
            provisioned          | MADE    | unasked   | done      | done      | unasked   | unasked   | unasked   | unasked   | unasked  | unasked  | unasked   | unasked    | unasked   | unasked
            archived             | unasked | unasked   | unasked   | unasked   | unasked   | unasked   | unasked   | ARCHIVE   | unasked  | unasked  | done      | unasked    | unasked   | unasked
            removed              | unasked | unasked   | unasked   | unasked   | unasked   | unasked   | unasked   | unasked   | unasked  | unasked  | unasked   | unasked    | unasked   | done
            recovered            | unasked | unasked   | unasked   | unasked   | done      | done      | done      | unasked   | unasked  | unasked  | unasked   | FREE       | unasked   | unasked
            rebased              | unasked | unasked   | unasked   | unasked   | done      | done      | done      | unasked   | FREE     | unasked  | unasked   | unasked    | unasked   | unasked
            conflicted           | unasked | unasked   | unasked   | unasked   | unasked   | unasked   | unasked   | unasked   | REBASE   | done     | unasked   | unasked    | unasked   | unasked
            rebase-aborted       | unasked | unasked   | unasked   | unasked   | done      | done      | done      | unasked   | unasked  | unasked  | unasked   | unasked    | unasked   | unasked
            failed               | MAKE    | unasked   | unasked   | unasked   | unasked   | unasked   | unasked   | FREE      | FREE     | unasked  | unasked   | ARCHIVE    | unasked   | unasked
            attempt-began: run-1 | busy    | not yet   | WORK      | done      | WORK      | WORK      | WORK      | busy      | busy     | rebase   | missing   | busy       | missing   | removed
            attempt-began: run-2 | busy    | not yet   | WORK      | in use    | WORK      | WORK      | WORK      | busy      | busy     | rebase   | missing   | busy       | missing   | removed
            attempt-ended: run-1 | done    | done      | done      | FREE      | done      | done      | done      | done      | done     | done     | done      | done       | done      | done
            attempt-ended: run-2 | done    | done      | done      | not its   | done      | done      | done      | done      | done     | done     | done      | done       | done      | done
            found-missing        | busy    | not yet   | LOST      | LOST      | LOST      | LOST      | LOST      | busy      | busy     | LOST     | not yet   | busy       | done      | not yet
            found-there          | busy    | not yet   | done      | done      | done      | done      | done      | busy      | busy     | done     | not yet   | busy       | FREE      | not yet
            """;

    private static final Map<String, String> CODE = Map.ofEntries(
            Map.entry("provisioning", "MAKE"),
            Map.entry("provisioned", "MADE"),
            Map.entry("in-use", "WORK"),
            Map.entry("released", "FREE"),
            Map.entry("rebasing", "REBASE"),
            Map.entry("archived", "ARCHIVE"),
            Map.entry("lost", "LOST"),
            Map.entry("removed", "GONE"),
            Map.entry("already-done", "done"),
            Map.entry("busy", "busy"),
            Map.entry("workspace-in-use", "in use"),
            Map.entry("workspace-pinned", "pinned"),
            Map.entry("workspace-dirty", "dirty"),
            Map.entry("has-archive", "archive"),
            Map.entry("not-ready", "not yet"),
            Map.entry("not-there", "missing"),
            Map.entry("not-lost", "there"),
            Map.entry("nothing-to-recover", "nothing"),
            Map.entry("rebase-under-way", "rebase"),
            Map.entry("not-rebasing", "no rebase"),
            Map.entry("workspace-removed", "removed"),
            Map.entry("not-its-attempt", "not its"),
            Map.entry("not-asked", "unasked"));

    @Test
    void everyPhaseAnswersEveryEvent() {
        assertThat(WorkspaceTable.table().cells(CODE)).isEqualTo(StateTable.parse(EXPECTED));
    }

    @Test
    void theSamplesCoverEveryPhaseAndEvent() {
        assertThat(WorkspaceTable.situations().values())
                .extracting(WorkspaceState::phase)
                .contains(Phase.values());
        assertThat(WorkspaceTable.events().values())
                .extracting(Object::getClass)
                .containsAll(List.of(WorkspaceEvent.class.getPermittedSubclasses()));
    }

    @Test
    void theTableInTheDocsIsTheTableInTheCode() throws IOException {
        GeneratedFile.at("docs/reference/workspace-states.md")
                .mustBe(WorkspaceTable.table().render("How a workspace moves"));
    }

    @Test
    void nothingDirtyOrPinnedIsRemovedUnlessToldSo() {
        Asked cleanup = new Asked(Action.CLEANUP, false);
        assertThat(reason(RELEASED.dirty(true), cleanup)).isEqualTo(Reason.WORKSPACE_DIRTY);
        assertThat(reason(RELEASED.pinned(true), cleanup)).isEqualTo(Reason.WORKSPACE_PINNED);
        assertThat(reason(in(Phase.ARCHIVED), cleanup)).isEqualTo(Reason.HAS_ARCHIVE);
        Asked told = new Asked(Action.CLEANUP, true);
        assertThat(moved(RELEASED.dirty(true).pinned(true), told).effects())
                .containsExactly(new Perform(Action.CLEANUP));
        assertThat(reason(RELEASED.with("run-1"), told)).isEqualTo(Reason.WORKSPACE_IN_USE);
    }

    @Test
    void whatAnAttemptLeavesCountsAsWorkUntilSomebodyHasLooked() {
        assertThat(moved(RELEASED.with("run-1"), new WorkspaceEvent.AttemptEnded("run-1"))
                        .state())
                .isEqualTo(RELEASED.dirty(true));
    }

    @Test
    void aRefusalSaysWhatAndWhatToDo() {
        assertThat(refused(RELEASED.dirty(true), new Asked(Action.CLEANUP, false))
                        .message())
                .isEqualTo("cleanup is refused while released: there is work in it that is nowhere else; archive it, or"
                        + " ask with discard to lose it");
        assertThat(refused(in(Phase.LOST), new WorkspaceEvent.AttemptBegan("run-1"))
                        .message())
                .isEqualTo("attempt-began is refused while lost: its directory is not there; recover or provision it");
    }

    @Test
    void actionsAreReadAsTheyAreWritten() {
        for (Action action : Action.values()) {
            assertThat(Action.named(action.word())).contains(action);
        }
        assertThat(Action.named("REBASE_START")).isEmpty();
    }

    /** Whatever happens: one attempt at a time, no directory promised that is not there, work lost only when told so. */
    @Test
    void noSequenceOfEventsBreaksWhatWorkspacesPromise() {
        List<WorkspaceEvent> events = new ArrayList<>(WorkspaceTable.events().values());
        Seeds.forAll(2_000, random -> {
            WorkspaceState state = WorkspaceState.asked();
            Oracle oracle = new Oracle();
            for (int i = 0; i < 60; i++) {
                WorkspaceEvent event = likely(state, events, random);
                if (WorkspaceMachine.on(state, event) instanceof Moved moved) {
                    oracle.saw(state, event, moved.state());
                    state = moved.state();
                }
                oracle.agrees(state);
            }
        });
    }

    /** Any event, but half the time an outcome of what is being done. */
    private static WorkspaceEvent likely(WorkspaceState state, List<WorkspaceEvent> events, RandomGenerator random) {
        List<WorkspaceEvent> moving = events.stream()
                .filter(event -> WorkspaceMachine.on(state, event) instanceof Moved)
                .toList();
        List<WorkspaceEvent> from = random.nextBoolean() && !moving.isEmpty() ? moving : events;
        return from.get(random.nextInt(from.size()));
    }

    /** What must hold, said another way: a directory, who is in it, and whether its work is safe. */
    private static final class Oracle {

        private boolean directory;
        private boolean blob;
        private boolean work;
        private boolean pinned;
        private String inside = "";

        void saw(WorkspaceState before, WorkspaceEvent event, WorkspaceState after) {
            if (event instanceof Asked asked) {
                asked(before, asked, after);
            } else if (event instanceof WorkspaceEvent.AttemptBegan began) {
                assertThat(inside).isEmpty();
                assertThat(directory).isTrue();
                inside = began.attempt();
            } else if (event instanceof WorkspaceEvent.AttemptEnded ended) {
                assertThat(ended.attempt()).isEqualTo(inside);
                inside = "";
                work = true;
            } else {
                happened(event);
            }
        }

        private void asked(WorkspaceState before, Asked asked, WorkspaceState after) {
            pinned = after.pinned();
            if (asked.action() == Action.CLEANUP && !asked.discard()) {
                assertThat(work || blob || pinned).as("%s", before).isFalse();
            }
            if (asked.action().touchesDirectory()) {
                assertThat(inside).isEmpty();
                assertThat(before.pending()).isEmpty();
                assertThat(after.pending()).contains(asked.action());
            }
        }

        private void happened(WorkspaceEvent event) {
            if (event instanceof WorkspaceEvent.Provisioned) {
                directory = true;
                work = false;
            } else if (event instanceof WorkspaceEvent.Archived) {
                directory = false;
                blob = true;
                work = false;
            } else if (event instanceof WorkspaceEvent.Recovered) {
                directory = true;
                work = blob;
                blob = false;
            } else if (event instanceof WorkspaceEvent.Removed) {
                directory = false;
                blob = false;
                work = false;
                pinned = false;
            } else if (event instanceof WorkspaceEvent.Conflicted) {
                work = true;
            } else if (event instanceof WorkspaceEvent.FoundMissing) {
                directory = false;
                work = false;
                inside = "";
            } else if (event instanceof WorkspaceEvent.FoundThere) {
                directory = true;
                work = true;
            }
        }

        void agrees(WorkspaceState state) {
            assertThat(state.attempt()).isEqualTo(inside);
            assertThat(state.pinned()).isEqualTo(pinned);
            assertThat(state.phase().hasDirectory()).isEqualTo(directory);
            assertThat(state.phase() == Phase.ARCHIVED).isEqualTo(blob);
            assertThat(state.dirty()).isEqualTo(work);
            assertThat(state.phase() == Phase.IN_USE).isEqualTo(!inside.isEmpty());
        }
    }

    private static Moved moved(WorkspaceState state, WorkspaceEvent event) {
        return (Moved) WorkspaceMachine.on(state, event);
    }

    private static Refused refused(WorkspaceState state, WorkspaceEvent event) {
        return (Refused) WorkspaceMachine.on(state, event);
    }

    private static Reason reason(WorkspaceState state, WorkspaceEvent event) {
        return refused(state, event).reason();
    }
}
