package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.kind.execution.AgentWorkspace;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OvertakenWorkspaceTest {

    @TempDir
    private Path root;

    @Test
    void aServerThatSleptWhileItMadeAWorkspaceLeavesNothingOfItOnceAnotherHasRemovedIt() {
        WorkspaceScenario world = new WorkspaceScenario(root);
        Krate sleeper = world.krate;
        Krate other = world.scenario.krate(world.store);
        world.scenario.apply(sleeper);
        world.scenario.agents.next(Script.done("The sum was a difference."));
        world.scenario.repositories.whileMaking(() -> {
            world.scenario.pass(Duration.ofMinutes(5));
            other.drain();
            other.runs().act(ActionRequest.of(NAMESPACE, run(other).metadata().name(), RunAction.CANCEL), ALICE);
            other.drain();
            assertThat(all(other, AgentWorkspace.class).get(0).status().phase()).hasToString("REMOVED");
        });

        world.scenario.deliver(sleeper, "d-1");
        sleeper.drain();

        assertThat(run(sleeper).status().phase()).hasToString("CANCELLED");
        assertThat(world.directory(world.workspace())).doesNotExist();
    }
}
