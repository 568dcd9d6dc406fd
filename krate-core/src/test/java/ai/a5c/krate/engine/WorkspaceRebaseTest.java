package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.kind.execution.AgentWorkspace.WorkspacePhase;
import ai.a5c.krate.workspace.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that moves onto what its ref is at now. */
class WorkspaceRebaseTest {

    private WorkspaceScenario at;

    @BeforeEach
    void start(@TempDir Path directory) {
        at = new WorkspaceScenario(directory);
    }

    @Test
    void workMovesOntoWhatItsRefIsAtNow() throws IOException {
        AgentWorkspace made = at.made();
        Files.writeString(at.directory(made).resolve("new.txt"), "new\n");
        at.upstream(Map.of("README.md", "theirs\n"));
        AgentWorkspace rebased = at.act(Action.REBASE_START);
        assertThat(rebased.status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(rebased.status().baseSha()).isNotEqualTo(made.spec().sha());
        assertThat(rebased.status().tree().behind()).isZero();
        assertThat(at.directory(made).resolve("README.md")).hasContent("theirs");
        assertThat(at.directory(made).resolve("new.txt")).hasContent("new");
    }

    @Test
    void conflictsAreMarkedResolvedOrUndone() throws IOException {
        AgentWorkspace made = at.made();
        Path file = at.directory(made).resolve("src/Calculator.java");
        Files.writeString(file, "mine\n");
        at.upstream(Map.of("src/Calculator.java", "theirs\n"));
        AgentWorkspace stopped = at.act(Action.REBASE_START);
        assertThat(stopped.status().phase()).isEqualTo(WorkspacePhase.REBASING);
        assertThat(stopped.status().tree().conflicts()).containsExactly("src/Calculator.java");
        assertThat(at.refusal(Action.REBASE_MARK_RESOLVED, false)).isEqualTo("CONFLICTS");
        assertThat(at.workspace().status().phase()).isEqualTo(WorkspacePhase.REBASING);
        assertThat(at.act(Action.REBASE_ABORT).status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(file).hasContent("mine");
        assertThat(at.workspace().status().baseSha()).isEqualTo(made.spec().sha());
        at.act(Action.REBASE_START);
        Files.writeString(file, "both\n");
        assertThat(at.act(Action.REBASE_MARK_RESOLVED).status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(file).hasContent("both");
    }

    @Test
    void conflictsAreResolvedForTheSideThatIsWanted() throws IOException {
        AgentWorkspace made = at.made();
        Path file = at.directory(made).resolve("src/Calculator.java");
        Files.writeString(file, "mine\n");
        at.upstream(Map.of("src/Calculator.java", "theirs\n"));
        at.act(Action.REBASE_START);
        AgentWorkspace resolved = at.act(Action.REBASE_AUTO_RESOLVE, "upstream", false);
        assertThat(resolved.status().phase()).isEqualTo(WorkspacePhase.RELEASED);
        assertThat(resolved.status().tree().conflicts()).isEmpty();
        assertThat(file).hasContent("theirs");
    }
}
