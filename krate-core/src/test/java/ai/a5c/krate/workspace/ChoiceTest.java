package ai.a5c.krate.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.workspace.Choice.Chosen;
import ai.a5c.krate.workspace.Choice.Existing;
import ai.a5c.krate.workspace.Choice.Isolated;
import ai.a5c.krate.workspace.Choice.Mode;
import ai.a5c.krate.workspace.Choice.Nothing;
import ai.a5c.krate.workspace.Choice.Own;
import ai.a5c.krate.workspace.Choice.Place;
import ai.a5c.krate.workspace.Choice.Reuse;
import ai.a5c.krate.workspace.Choice.Shared;
import ai.a5c.krate.workspace.Choice.Wanted;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChoiceTest {

    private static final Place MAIN = new Place("app", "main", true);
    private static final WorkspaceState FREE = WorkspaceTable.RELEASED;
    private static final Wanted REUSE = wanted(Mode.REUSE, MAIN);

    @Test
    void aPolicyThatGivesNoneGivesNone() {
        assertThat(Choice.of(wanted(Mode.NONE, MAIN), Optional.of(shared(FREE)), Optional.of(shared(FREE))))
                .isEqualTo(new Nothing());
    }

    @Test
    void whatIsTheAttemptsAlreadyStaysItsOwn() {
        assertThat(Choice.of(REUSE, Optional.of(shared(FREE.with("run-2-1"))), Optional.empty()))
                .isEqualTo(new Own("shared"));
    }

    @Test
    void isolatedIsAlwaysNew() {
        assertThat(Choice.of(wanted(Mode.ISOLATED, MAIN), Optional.empty(), Optional.of(shared(FREE))))
                .isEqualTo(new Isolated(""));
    }

    @Test
    void workOfOutsidersNeverShares() {
        Wanted outsider = wanted(Mode.REUSE, new Place("app", "main", false));
        assertThat(Choice.of(outsider, Optional.empty(), Optional.empty()))
                .isEqualTo(new Isolated("work of outsiders never shares a workspace"));
        assertThat(Choice.of(outsider, Optional.empty(), Optional.of(shared(FREE))))
                .isInstanceOf(Isolated.class);
    }

    @Test
    void theFirstMakesWhatOthersUse() {
        assertThat(Choice.of(REUSE, Optional.empty(), Optional.empty())).isEqualTo(new Shared());
        assertThat(Choice.of(wanted(Mode.REUSE, new Place("app", "", true)), Optional.empty(), Optional.empty()))
                .isEqualTo(new Isolated("the run names no ref that a workspace could be shared for"));
    }

    @Test
    void aCleanOneIsUsedAgainAtTheRunsCommit() {
        assertThat(with(FREE)).isEqualTo(new Reuse("shared", true));
        assertThat(with(WorkspaceTable.in(Phase.PROVISIONED))).isEqualTo(new Reuse("shared", true));
    }

    @Test
    void whatAnotherRunLeftIsNeverPartOfThisRunsWork() {
        assertThat(with(FREE.dirty(true)))
                .isEqualTo(new Isolated("there is work of another run in the shared workspace"));
        Existing mine = new Existing("shared", MAIN, "here", FREE.dirty(true), "run-2", 10);
        assertThat(Choice.of(REUSE, Optional.empty(), Optional.of(mine))).isEqualTo(new Reuse("shared", false));
    }

    @Test
    void twoAttemptsNeverShareAtOnce() {
        assertThat(with(FREE.with("run-1-1")))
                .isEqualTo(new Isolated("attempt 'run-1-1' works in the shared workspace"));
    }

    @ParameterizedTest
    @EnumSource
    void onlyOneWhoseDirectoryIsThereAndIdleIsUsedAgain(Phase phase) {
        boolean idle = phase == Phase.PROVISIONED || phase == Phase.RELEASED;
        assertThat(with(WorkspaceTable.in(phase)) instanceof Reuse).isEqualTo(idle);
        assertThat(with(WorkspaceTable.in(phase).doing(Action.ARCHIVE))).isInstanceOf(Isolated.class);
    }

    @Test
    void repositoryRefAndTrustMustBeTheSame() {
        for (Place other : new Place[] {
            new Place("lib", "main", true), new Place("app", "topic", true), new Place("app", "main", false)
        }) {
            Existing foreign = new Existing("shared", other, "here", FREE, "run-1", 10);
            assertThat(Choice.of(REUSE, Optional.empty(), Optional.of(foreign)))
                    .isEqualTo(new Isolated("the shared workspace is for another repository, ref or trust"));
        }
    }

    @Test
    void oneElsewhereOrTooLargeIsNotUsed() {
        Existing elsewhere = new Existing("shared", MAIN, "there", FREE, "run-1", 10);
        assertThat(Choice.of(REUSE, Optional.empty(), Optional.of(elsewhere)))
                .isEqualTo(new Isolated("the shared workspace is on 'there'"));
        Existing large = new Existing("shared", MAIN, "here", FREE, "run-1", 101);
        assertThat(Choice.of(REUSE, Optional.empty(), Optional.of(large)))
                .isEqualTo(new Isolated("the shared workspace has 101 bytes; at most 100 are allowed"));
    }

    private static Chosen with(WorkspaceState state) {
        return Choice.of(REUSE, Optional.empty(), Optional.of(shared(state)));
    }

    private static Existing shared(WorkspaceState state) {
        return new Existing("shared", MAIN, "here", state, "run-1", 100);
    }

    private static Wanted wanted(Mode mode, Place place) {
        return new Wanted(mode, place, "here", "run-2", 100);
    }
}
