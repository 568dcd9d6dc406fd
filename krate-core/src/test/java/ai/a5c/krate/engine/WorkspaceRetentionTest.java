package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.workspace.Action;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long workspaces are kept: by runs, by policies, by people. */
class WorkspaceRetentionTest {

    private WorkspaceScenario at;

    @BeforeEach
    void start(@TempDir Path directory) {
        at = new WorkspaceScenario(directory);
    }

    @Test
    void withoutAPolicyItGoesWithItsRun() {
        at.scenario.apply(at.krate);
        at.runOnce();
        assertThat(at.workspace().status().tenancy().lastOutcome()).isEqualTo("SUCCESS");
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.REMOVED);
        assertThat(at.directory(at.workspace())).doesNotExist();
    }

    @Test
    void aPinnedOneStaysHoweverOldItIs() {
        at.policy("isolated-worktree", 0, "failure");
        at.runOnce();
        at.act(Action.PIN);
        at.end();
        at.scenario.pass(Duration.ofDays(2));
        at.goOn();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(at.directory(at.workspace())).isDirectory();
    }

    @Test
    void aPolicyKeepsItUntilItIsOldAndArchivesTheWorkInIt() {
        at.policy("isolated-worktree", 0, "");
        at.runOnce();
        at.end();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(at.workspace().status().tree().dirty()).isTrue();
        assertThat(at.workspace().status().tenancy().lastOutcome()).isEqualTo("SUCCESS");
        at.scenario.pass(Duration.ofMinutes(50));
        at.goOn();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        at.scenario.pass(Duration.ofMinutes(15));
        at.goOn();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.ARCHIVED);
        assertThat(at.directory(at.workspace())).doesNotExist();
        AgentWorkspace recovered = at.act(Action.RECOVER);
        assertThat(recovered.status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(at.directory(recovered).resolve("src/Calculator.java")).hasContent("return a + b;");
    }

    @Test
    void aPolicyMayNameTheOutcomesAfterWhichItGoesAtOnce() {
        at.policy("isolated-worktree", 0, "success");
        at.runOnce();
        at.end();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.REMOVED);
    }

    @Test
    void whatIsTooLargeIsNotWorkedIn() {
        at.policy("isolated-worktree", 3, "");
        at.runOnce();
        assertThat(run(at.krate).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(run(at.krate).status().terminalReason().code()).isEqualTo("WorkspaceTooLarge");
        assertThat(at.scenario.agents.requests()).isEmpty();
    }

    @Test
    void oneIsMadeForPeopleOnceAndKept() {
        AgentWorkspace first = at.made();
        assertThat(first.status().phase()).isEqualTo(WorkspacePhase.PROVISIONED);
        assertThat(first.status().tree().headSha()).isEqualTo(first.spec().sha());
        assertThat(at.made().metadata().uid()).isEqualTo(first.metadata().uid());
        at.scenario.pass(Duration.ofDays(30));
        at.goOn();
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.PROVISIONED);
        assertThat(at.krate.audit().verify(NAMESPACE).intact()).isTrue();
        assertThat(at.krate.audit().list(NAMESPACE, 0, 100))
                .extracting(
                        record -> record.entry().action() + " " + record.entry().actor())
                .contains("workspace.create alice", "workspace.provision alice", "workspace.provisioned krate");
    }
}
