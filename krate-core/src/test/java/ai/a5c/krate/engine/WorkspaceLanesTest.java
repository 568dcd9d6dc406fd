package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.a5c.krate.engine.workspace.NewWorkspace;
import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.trust.Trust;
import ai.a5c.krate.workspace.Action;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which workspace an attempt gets, and what it finds there. */
class WorkspaceLanesTest {

    private WorkspaceScenario at;

    @BeforeEach
    void start(@TempDir Path directory) {
        at = new WorkspaceScenario(directory);
    }

    /** The whole run in mode none, with what it leaves. */
    @Test
    void anAgentThatNeedsNoneGetsAnEmptyDirectoryAndMakesNoPatch() {
        at.policy("none", 0, "");
        at.scenario.atWorktree = () -> {
            throw new AssertionError("no worktree is wanted");
        };
        at.runOnce();
        assertThat(at.directory(at.workspace()))
                .as("nothing but what the agent made")
                .isDirectoryContaining(path -> path.endsWith("made-by-the-agent.txt"))
                .isDirectoryNotContaining(path -> !path.endsWith("made-by-the-agent.txt"));
        assertThat(at.workspace().spec().sha()).isEmpty();
        assertThat(all(at.krate, AgentArtifact.class))
                .extracting(artifact -> artifact.spec().kind())
                .containsExactlyInAnyOrder(ArtifactKind.DIAGNOSIS, ArtifactKind.TRANSCRIPT);
        assertThat(told("artifact"))
                .contains(
                        "branch-push is not possible: by its workspace policy the agent works without a checkout (mode"
                                + " none), and what it leaves in its directory is no change; name another mode, or take"
                                + " branch-push out of the stack");
        assertThat(all(at.krate, AgentWriteBack.class))
                .extracting(one -> one.spec().action())
                .containsExactly("issue-comment");
        at.end();
        assertThat(at.scenario.target.effects()).extracting(Mutation::action).containsExactly("issue-comment");
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        RefusedException rebase = at.refused(Action.REBASE_START, "", false);
        assertThat(rebase).hasMessage("there is no checkout in it");
        at.act(Action.CLEANUP, "", true);
        assertThat(at.directory(at.workspace())).doesNotExist();
    }

    private List<String> told(String type) {
        return at
                .store
                .events(Journal.stream(NAMESPACE, run(at.krate).metadata().name()), 0, 500)
                .stream()
                .filter(event -> event.type().equals(type))
                .map(event -> String.valueOf(Json.readObject(event.document()).get("text")))
                .toList();
    }

    @Test
    void nobodyProvisionsACheckoutByAPolicyThatGivesNone() {
        at.policy("none", 0, "");
        NewWorkspace wanted = new NewWorkspace(NAMESPACE, "acme", "app", "", "kept", "");
        assertThat(catchThrowableOfType(
                        RefusedException.class, () -> at.krate.workspaces().provision(wanted, ALICE)))
                .hasMessage(
                        "$.workspacePolicyRef names 'kept', whose mode none gives no checkout; name another or none");
    }

    @Test
    void aSharedOneIsUsedAgainAtTheCommitOfTheNextRun() {
        at.policy("reuse-branch", 0, "");
        AgentWorkspace first = at.krate
                .workspaces()
                .provision(new NewWorkspace(NAMESPACE, "acme", "app", "main", "kept", "issue/1"), ALICE);
        at.upstream(Map.of("README.md", "second\n"));
        at.runOnce();
        assertThat(all(at.krate, AgentWorkspace.class)).hasSize(1);
        assertThat(at.workspace().metadata().name()).isEqualTo(first.metadata().name());
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(at.workspace().status().tenancy().lastRun())
                .isEqualTo(run(at.krate).metadata().name());
        assertThat(at.workspace().status().baseSha())
                .isEqualTo(run(at.krate).spec().sha())
                .isNotEqualTo(first.spec().sha());
        assertThat(at.directory(first).resolve("README.md")).exists();
    }

    @Test
    void workOfAnOutsiderHasALaneOfItsOwn() {
        at.policy("reuse-branch", 0, "");
        at.krate.workspaces().provision(new NewWorkspace(NAMESPACE, "acme", "app", "main", "kept", "issue/1"), ALICE);
        AgentWorkspace ours = at.workspace();
        Remote outsiders = new Remote("acme/app", "", Optional.empty()).in(Lane.UNTRUSTED);
        assertThat(at.scenario
                        .repositories
                        .worktrees()
                        .look(outsiders, ours.spec().workspacePath(), "", List.of())
                        .missing())
                .isTrue();
        assertThat(ours.spec().trust()).isEqualTo(Trust.TRUSTED);
    }
}
