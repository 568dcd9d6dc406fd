package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.workspace.WorkspaceOrder;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.Request;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.SimulatedCrashException;
import ai.a5c.krate.workspace.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that die in the middle of an action. */
class WorkspaceCrashTest {

    @TempDir
    private Path root;

    /** A server dies at the n-th commit of an action, for every n: the next look brings it to the same end. */
    @Test
    void anActionThatDiedHalfWayIsFinishedByTheHost() throws IOException {
        for (Action action : List.of(Action.ARCHIVE, Action.CLEANUP, Action.REBASE_START)) {
            int n = 0;
            boolean died = true;
            while (died) {
                n++;
                boolean afterCommit = dies(action, n, true);
                boolean beforeCommit = dies(action, n, false);
                died = afterCommit && beforeCommit;
            }
            assertThat(n).as("%s has commits to die at", action).isGreaterThan(2);
        }
    }

    private boolean dies(Action action, int n, boolean after) throws IOException {
        WorkspaceScenario at = new WorkspaceScenario(Files.createDirectories(root.resolve(action.word() + n + after)));
        AgentWorkspace made = at.made();
        Files.writeString(at.directory(made).resolve("new.txt"), "new\n");
        at.upstream(Map.of("README.md", "theirs\n"));
        at.krate.drain();
        Krate dying = at.scenario.krate(
                after ? CrashingStore.afterCommit(at.store, n) : CrashingStore.beforeCommit(at.store, n));
        boolean died = false;
        try {
            dying.workspaces()
                    .act(
                            new WorkspaceOrder(
                                    NAMESPACE,
                                    made.metadata().name(),
                                    action,
                                    "",
                                    action == Action.CLEANUP,
                                    OptionalLong.empty()),
                            ALICE);
        } catch (SimulatedCrashException e) {
            died = true;
        }
        for (int i = 0; i < 3; i++) {
            at.scenario.pass(Duration.ofMinutes(2));
            at.krate.drain();
        }
        WorkspacePhase expected = switch (action) {
            case ARCHIVE -> WorkspacePhase.ARCHIVED;
            case CLEANUP -> WorkspacePhase.REMOVED;
            default -> WorkspacePhase.RELEASED;
        };
        assertThat(at.workspace().status().task().pending()).isEmpty();
        boolean begun =
                at.workspace().status().stateGeneration() > made.status().stateGeneration();
        assertThat(at.workspace().status().phase())
                .as("%s, died at commit %d", action, n)
                .isEqualTo(begun ? expected : WorkspacePhase.PROVISIONED);
        if (begun && action == Action.REBASE_START) {
            assertThat(at.directory(made).resolve("README.md")).hasContent("theirs");
            assertThat(at.directory(made).resolve("new.txt")).hasContent("new");
        }
        return died;
    }

    /** A server dies at the n-th write after a yes, for every n: exactly what was approved is done, and the yes is used up. */
    @Test
    void whatWasApprovedIsDoneOnceWhereverTheServerDies() throws IOException {
        int n = 0;
        boolean died = true;
        while (died) {
            n++;
            died = diesApplying(n);
        }
        assertThat(n).isGreaterThan(5);
    }

    private boolean diesApplying(int n) throws IOException {
        WorkspaceScenario at = new WorkspaceScenario(Files.createDirectories(root.resolve("approved" + n)));
        at.policy("isolated-worktree", 0, "", "requireFor: [write-back]", "requireFor: [write-back, rebase]");
        at.runOnce();
        at.end();
        at.upstream(Map.of("README.md", "theirs\n"));
        AgentWorkspace waiting = at.act(Action.REBASE_START);
        at.krate.approvals().decide(yes(pending(at.krate).get(0)), ALICE);
        Krate dying = at.scenario.krate(CrashingStore.beforeCommit(at.store, n));
        boolean died = false;
        try {
            dying.drain();
        } catch (SimulatedCrashException e) {
            died = true;
        }
        at.scenario.pass(Duration.ofMinutes(2));
        at.goOn();
        assertThat(at.workspace().status().phase()).as("write %d", n).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(at.workspace().status().request()).isEqualTo(Request.NONE);
        assertThat(at.workspace().status().baseSha())
                .as("write %d", n)
                .isEqualTo(waiting.status().request().onto());
        assertThat(at.directory(waiting).resolve("README.md")).hasContent("theirs");
        assertThat(all(at.krate, AgentApproval.class))
                .as("write %d", n)
                .filteredOn(one -> one.spec().action().equals("rebase"))
                .extracting(one -> one.status().phase())
                .containsExactly(ApprovalPhase.APPLIED);
        return died;
    }
}
