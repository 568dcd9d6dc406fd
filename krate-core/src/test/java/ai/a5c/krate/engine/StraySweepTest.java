package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of this host that no workspace owns are removed, those of workspaces are not. */
class StraySweepTest {

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;
    private Path home;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
        scenario.apply(krate);
        home = root.resolve("trusted/acme_app");
        store.transact(transaction -> {
            transaction.send(Topics.workspace("fake-host"), "AgentWorkspace//", scenario.now());
            return true;
        });
    }

    private Path stray(String name) throws IOException {
        Path stray = Files.createDirectories(home.resolve(name));
        Files.writeString(stray.resolve("file.txt"), "half of it");
        return stray;
    }

    private void passAMinute() {
        scenario.pass(Duration.ofSeconds(61));
        krate.drain();
    }

    private AgentWorkspace workspace() {
        return all(krate, AgentWorkspace.class).get(0);
    }

    /** Has another server of the same host look while an agent works; what is there then. */
    private void whileAnAgentWorks(Runnable look) {
        AtomicBoolean looked = new AtomicBoolean();
        scenario.agents.beforeListening(session -> {
            if (looked.compareAndSet(false, true)) {
                scenario.pass(Duration.ofSeconds(2));
                look.run();
            }
        });
        scenario.deliver(krate, "d-1");
        krate.drain();
        assertThat(looked).isTrue();
    }

    @Test
    void whatNoWorkspaceOwnsGoesAndWhereAnAgentWorksStays() throws IOException {
        krate.drain();
        Path stray = stray("attempt-that-nobody-knows");
        scenario.pass(Duration.ofMinutes(2));
        whileAnAgentWorks(() -> {
            scenario.krate(store).drain();
            assertThat(stray).doesNotExist();
            assertThat(home.resolve(workspace().spec().workspacePath())).isDirectory();
        });
        Path next = stray("another-one");
        passAMinute();
        assertThat(next).as("it looks again and again").doesNotExist();
    }

    @Test
    void whatGitMadeAgainAfterItsWorkspaceWasRemovedGoes() throws IOException {
        scenario.deliver(krate, "d-1");
        krate.drain();
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        passAMinute();
        String name = workspace().spec().workspacePath();
        assertThat(workspace().status().phase()).isEqualTo(AgentWorkspace.WorkspacePhase.REMOVED);
        assertThat(home.resolve(name)).doesNotExist();
        Path again = stray(name);
        passAMinute();
        assertThat(again).doesNotExist();
    }

    @Test
    void whatBelongsToAWorkspaceOfAnotherHostIsNotNeededHere() {
        whileAnAgentWorks(() -> {
            Path root = home.resolveSibling("elsewhere");
            Scenario elsewhere = scenario.elsewhere(root, "other-host");
            Path left =
                    root.resolve("trusted/acme_app").resolve(workspace().spec().workspacePath());
            assertThat(left.toFile().mkdirs()).isTrue();
            store.transact(transaction -> {
                transaction.send(Topics.workspace("other-host"), "AgentWorkspace//", scenario.now());
                return true;
            });
            elsewhere.krate(store).drain();
            assertThat(left).doesNotExist();
        });
    }
}
