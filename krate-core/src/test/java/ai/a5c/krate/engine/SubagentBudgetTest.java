package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What subagents cost counts as if who asked for them had spent it: whoever passes a limit together ends together. */
class SubagentBudgetTest {

    private SubagentWorld world;

    @BeforeEach
    void start(@TempDir Path root) {
        world = new SubagentWorld(root);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    private AgentDispatchRun working(String limits, Map<String, Object> request) {
        world.change("limits: { wallClock: 10m,", "limits: { " + limits + " wallClock: 10m,");
        return world.working(request);
    }

    private void spend(AgentDispatchRun run, String what, String amount) {
        world.scenario.agents.say(world.sessionOf(run), AgentEvent.Type.USAGE, "used", Map.of(what, amount));
    }

    private Reason reason(AgentDispatchRun run) {
        return world.run(run).status().terminalReason();
    }

    @Test
    void aSubagentThatPassesTheBudgetOfItsParentEndsBoth() {
        AgentDispatchRun parent = working("costUsd: 2,", Map.of());
        AgentDispatchRun child = world.slowChild(parent, "s-1");
        spend(parent, "costUsd", "1.5");
        world.await(() -> world.run(parent).status().costUsd() == 1.5);

        spend(child, "costUsd", "0.6");
        world.awaitPhase(parent, RunPhase.FAILED);
        world.await(() -> world.run(child).status().finishedAt() != null);

        assertThat(reason(parent))
                .isEqualTo(new Reason(
                        "BudgetExceeded", "this attempt and its subagents cost $2.1000, and $2.0000 is the limit"));
        assertThat(world.run(parent).status().failure().retryAt()).isNull();
        assertThat(reason(child).message())
                .isIn(
                        "the asking attempt of run %s and its subagents cost $2.1000, and $2.0000 is the limit"
                                .formatted(parent.metadata().name()),
                        "cancelled by run " + parent.metadata().name());
        assertThat(world.run(parent).status().costUsd()).isEqualTo(1.5);
        assertThat(world.scenario.agents.requests()).hasSize(2);
    }

    @Test
    void twoAtTheSameTimePassTheBudgetTogetherThoughNeitherDoesAlone() {
        AgentDispatchRun parent = working("tokens: 1000,", Map.of());
        AgentDispatchRun one = world.slowChild(parent, "s-1");
        AgentDispatchRun other = world.slowChild(parent, "s-2");
        for (int i = 0; i < 5; i++) {
            spend(one, "tokens", "90");
            spend(other, "tokens", "90");
        }
        world.await(() ->
                world.run(one).status().tokens() + world.run(other).status().tokens() == 900);
        assertThat(List.of(world.run(parent), world.run(one), world.run(other)))
                .extracting(run -> run.status().phase())
                .containsOnly(RunPhase.RUNNING);

        spend(one, "tokens", "60");
        spend(other, "tokens", "60");
        world.awaitPhase(parent, RunPhase.FAILED);
        for (AgentDispatchRun child : List.of(one, other)) {
            world.await(() -> world.run(child).status().finishedAt() != null);
        }
        assertThat(reason(parent).message())
                .matches("this attempt and its subagents used 10[26]0 tokens, and 1000 is the limit");
    }

    @Test
    void theBudgetOfARunCountsItsSubagentsOverAllAttempts() {
        AgentDispatchRun parent = working("", Map.of("budgetUsd", 1));
        AgentDispatchRun child = world.slowChild(parent, "s-1");
        spend(child, "costUsd", "1.01");
        world.awaitPhase(parent, RunPhase.FAILED);
        assertThat(reason(parent).message())
                .isEqualTo("the run's attempts and their subagents cost $1.0100, and $1.0000 is the limit");
        world.await(() -> world.run(child).status().finishedAt() != null);
    }

    @Test
    void aSubagentThatIsOverStillCounts() {
        AgentDispatchRun parent = working("costUsd: 1,", Map.of());
        AgentDispatchRun child = world.slowChild(parent, "s-1");
        spend(child, "costUsd", "0.9");
        world.await(() -> world.run(child).status().costUsd() == 0.9);
        world.scenario.agents.end(world.sessionOf(child), Outcome.SUCCEEDED, "done");
        world.awaitLane(parent, "s-1", "succeeded");
        spend(parent, "costUsd", "0.05");
        world.await(() -> world.run(parent).status().costUsd() == 0.05);
        assertThat(world.run(parent).status().phase()).isEqualTo(RunPhase.RUNNING);

        spend(parent, "costUsd", "0.06");
        world.awaitPhase(parent, RunPhase.FAILED);
        assertThat(reason(parent).message()).startsWith("this attempt and its subagents cost $1.0100");
    }

    @Test
    void whoeverTakesOverKnowsWhatWasSpentBefore() {
        AgentDispatchRun parent = working("costUsd: 1,", Map.of());
        AgentDispatchRun child = world.slowChild(parent, "s-1");
        spend(child, "costUsd", "0.7");
        spend(parent, "costUsd", "0.2");
        world.await(() -> world.run(child).status().costUsd() == 0.7
                && world.run(parent).status().costUsd() == 0.2);
        world.krate.close();

        world.krate = world.scenario.krate(world.store);
        world.krate.start(3);
        world.scenario.pass(Duration.ofMinutes(2));
        spend(child, "costUsd", "0.2");
        world.awaitPhase(parent, RunPhase.FAILED);
        world.await(() -> world.run(child).status().finishedAt() != null);
        assertThat(reason(parent).message()).startsWith("this attempt and its subagents cost $1.1000");
        assertThat(world.scenario.agents.requests()).hasSize(2);
    }
}
