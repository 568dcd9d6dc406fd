package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.workspace.NewWorkspace;
import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.trust.Trust;
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

    @Test
    void anAgentThatNeedsNoneGetsAnEmptyDirectoryAndMakesNoPatch() {
        at.policy("none", 0, "");
        at.scenario.editedFile = "../none";
        at.scenario.deliver(at.krate, "d-1");
        at.scenario.atWorktree = () -> {
            throw new AssertionError("no worktree is wanted");
        };
        Path place = at.root.resolve("trusted/acme_app");
        at.krate.drain();
        assertThat(place).isDirectoryContaining(path -> path.toFile().isDirectory());
        assertThat(at.workspace().spec().sha()).isEmpty();
        assertThat(at.workspace().status().phase()).isNotEqualTo(WorkspacePhase.LOST);
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
