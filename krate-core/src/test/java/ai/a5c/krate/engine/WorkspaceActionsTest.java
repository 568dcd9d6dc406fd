package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.engine.Caller.Road;
import ai.a5c.krate.engine.workspace.NewWorkspace;
import ai.a5c.krate.engine.workspace.WorkspaceDesk;
import ai.a5c.krate.engine.workspace.WorkspaceOrder;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.kind.execution.WorkItemWorkspaceLink;
import ai.a5c.krate.testkit.FakeWorktrees;
import ai.a5c.krate.workspace.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do with workspaces. */
class WorkspaceActionsTest {

    private WorkspaceScenario at;

    @BeforeEach
    void start(@TempDir Path directory) {
        at = new WorkspaceScenario(directory);
    }

    @Test
    void whatIsNotThereCannotBeProvisioned() {
        at.scenario.apply(at.krate);
        for (NewWorkspace wrong : List.of(
                new NewWorkspace(NAMESPACE, "acme", "other", "", "", ""),
                new NewWorkspace(NAMESPACE, "acme", "app", "gone", "", ""),
                new NewWorkspace(NAMESPACE, "acme", "app", "", "gone", ""),
                new NewWorkspace(NAMESPACE, "acme", "app", "", "", "7"))) {
            assertThat(catchThrowableOfType(
                            RefusedException.class, () -> at.krate.workspaces().provision(wrong, ALICE)))
                    .extracting(RefusedException::code)
                    .isEqualTo("INVALID_RESOURCE");
        }
        assertThat(all(at.krate, AgentWorkspace.class)).isEmpty();
    }

    @Test
    void dirtyWorkIsArchivedOrDiscardedNeverLost() throws IOException {
        AgentWorkspace made = at.made();
        Files.writeString(at.directory(made).resolve("new.txt"), "new\n");
        at.scenario.pass(Duration.ofMinutes(10));
        at.krate.drain();
        assertThat(at.workspace().status().tree().dirty()).isTrue();
        assertThat(at.refusal(Action.CLEANUP, false)).isEqualTo("WORKSPACE_DIRTY");
        assertThat(at.act(Action.ARCHIVE).status().phase()).isEqualTo(WorkspacePhase.ARCHIVED);
        assertThat(at.directory(made)).doesNotExist();
        assertThat(at.refusal(Action.CLEANUP, false)).isEqualTo("HAS_ARCHIVE");
        assertThat(at.act(Action.RECOVER).status().tree().dirty()).isTrue();
        assertThat(at.directory(made).resolve("new.txt")).hasContent("new\n");
        AgentWorkspace removed = at.act(Action.CLEANUP, "", true);
        assertThat(removed.status().phase()).isEqualTo(WorkspacePhase.REMOVED);
        assertThat(at.directory(made)).doesNotExist();
    }

    @Test
    void workThatNobodyHasLookedAtYetIsNotCleanedUp() throws IOException {
        AgentWorkspace made = at.made();
        Files.writeString(at.directory(made).resolve("new.txt"), "a moment ago\n");
        assertThat(at.refused(Action.CLEANUP, "", false))
                .hasMessage(
                        "cleanup is refused while provisioned: there is work in it that is nowhere else; archive it,"
                                + " or ask with discard to lose it");
        assertThat(at.directory(made).resolve("new.txt")).hasContent("a moment ago");
    }

    @Test
    void whatWentMissingIsFoundOutAndRecovered() throws IOException {
        AgentWorkspace made = at.made();
        at.scenario.repositories.removeWorktree(
                new Remote("acme/app", "", Optional.empty()), made.spec().workspacePath());
        at.scenario.pass(Duration.ofMinutes(10));
        at.krate.drain();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.LOST);
        assertThat(at.workspace().status().tree().missing()).isTrue();
        assertThat(at.refusal(Action.ARCHIVE, false)).isEqualTo("NOT_THERE");
        assertThat(at.act(Action.RECOVER).status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(at.directory(made)).isDirectory();
    }

    @Test
    void onlyTheServerWhereItIsTouchesIt() {
        at.made();
        ((FakeWorktrees) at.scenario.repositories.worktrees()).moveTo("elsewhere");
        RefusedException refused = catchThrowableOfType(RefusedException.class, () -> at.act(Action.ARCHIVE));
        assertThat(refused.code()).isEqualTo("OTHER_HOST");
        assertThat(refused)
                .hasMessage("the workspace is on 'fake-host', and this server is on 'elsewhere'; ask a server there");
        assertThat(at.act(Action.PIN).status().pinned()).isTrue();
    }

    @Test
    void somebodyWhoLookedAtAnEarlierStateIsToldSo() {
        AgentWorkspace made = at.made();
        at.act(Action.PIN);
        WorkspaceOrder stale = new WorkspaceOrder(
                NAMESPACE,
                made.metadata().name(),
                Action.UNPIN,
                "",
                false,
                OptionalLong.of(made.status().stateGeneration()));
        assertThat(catchThrowableOfType(RefusedException.class, () -> at.act(stale))
                        .code())
                .isEqualTo("STALE");
        assertThat(at.workspace().status().pinned()).isTrue();
    }

    @Test
    void aForeignOneIsAsIfItWereNotThere() {
        AgentWorkspace made = at.made();
        Caller stranger = new Caller("eve", Road.API, false, Set.of("globex"));
        WorkspaceOrder order =
                new WorkspaceOrder(NAMESPACE, made.metadata().name(), Action.PIN, "", false, OptionalLong.empty());
        assertThat(catchThrowableOfType(
                                RefusedException.class,
                                () -> at.krate.workspaces().act(order, stranger))
                        .code())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void notesAndLinksAreKept() {
        at.made();
        assertThat(at.act(Action.NOTE, "look at line 7", false).status().note()).isEqualTo("look at line 7");
        at.act(Action.LINK, "issue/7", false);
        at.act(Action.LINK, "issue/7", false);
        assertThat(all(at.krate, WorkItemWorkspaceLink.class)).hasSize(1);
        for (WorkspaceOrder wrong : List.of(
                at.order(Action.NOTE, "x".repeat(2_001), false),
                at.order(Action.LINK, "7", false),
                at.order(Action.REBASE_AUTO_RESOLVE, "mine", false))) {
            assertThat(catchThrowableOfType(RefusedException.class, () -> at.act(wrong))
                            .code())
                    .isEqualTo("INVALID_RESOURCE");
        }
    }

    @Test
    void everythingThatCanBeAskedIsOfferedOrSaysWhyNot() {
        List<WorkspaceDesk.Offer> offers = at.krate.workspaces().offers(at.made());
        assertThat(offers).extracting(WorkspaceDesk.Offer::action).containsExactly(Action.values());
        assertThat(offers)
                .filteredOn(offer -> offer.refusal().isPresent())
                .extracting(WorkspaceDesk.Offer::action)
                .containsExactly(
                        Action.RECOVER, Action.REBASE_AUTO_RESOLVE, Action.REBASE_MARK_RESOLVED, Action.REBASE_ABORT);
    }
}
