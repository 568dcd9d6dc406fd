package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.subagent.Asks;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However whoever asked for a subagent ends, the subagent does not go on alone. */
class SubagentEndTest {

    @TempDir
    private Path root;

    @Test
    void whoeverCancelsTheParentCancelsItsSubagents() {
        try (SubagentWorld world = new SubagentWorld(root)) {
            AgentDispatchRun parent = world.working();
            AgentDispatchRun child = world.slowChild(parent, "s-1");
            world.krate.runs().cancel(NAMESPACE, parent.metadata().name(), ALICE);
            world.awaitLane(parent, "s-1", "cancelled");
            assertThat(world.run(child).status().phase()).isEqualTo(RunPhase.CANCELLED);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Outcome.class, mode = EnumSource.Mode.EXCLUDE, names = "CANCELLED")
    void anAttemptThatEndsTakesItsSubagentsWithIt(Outcome outcome) {
        try (SubagentWorld world = new SubagentWorld(root)) {
            AgentDispatchRun parent = world.working();
            AgentDispatchRun child = world.slowChild(parent, "s-1");
            world.scenario.agents.end(world.first(), outcome, "over");
            world.awaitPhase(child, RunPhase.CANCELLED);
            assertThat(world.attempt(parent, 1).status().finishedAt()).isNotNull();
            assertThat(world.run(child).status().terminalReason().message())
                    .contains("run " + parent.metadata().name());
            assertThat(world.run(parent).status().phase())
                    .isEqualTo(
                            switch (outcome) {
                                case SUCCEEDED -> RunPhase.WAITING_FOR_APPROVAL;
                                case LOST -> RunPhase.QUEUED;
                                default -> RunPhase.FAILED;
                            });
        }
    }

    @Test
    void theNextAttemptMayAskForTheSameAndIsNotHeldToWhatTheLastOneAskedFor() {
        try (SubagentWorld world = new SubagentWorld(root)) {
            AgentDispatchRun parent = world.working();
            AgentDispatchRun first = world.slowChild(parent, "s-1");
            world.slow();
            world.scenario.agents.end(world.first(), Outcome.LOST, "gone");
            world.awaitPhase(first, RunPhase.CANCELLED);
            world.scenario.pass(Duration.ofMinutes(2));
            world.await(() -> world.run(parent).status().attempts() == 2
                    && !world.attempt(parent, 2).status().runtimeSession().isEmpty());
            Session second = new Session(world.attempt(parent, 2).status().runtimeSession());
            world.scenario.agents.next(Script.done("Fine."));
            world.ask(second, "s-1", "reviewer", "review");
            world.awaitLane(parent, "s-1", "succeeded");
            assertThat(world.run(parent).status().childRuns()).hasSize(2);
            world.await(() -> !world.scenario.agents.heard(second).isEmpty());
            assertThat(world.scenario.agents.heard(second)).containsExactly("[subagent s-1 succeeded]\nFine.");
        }
    }

    @Test
    void aSubagentBelowASubagentEndsToo() {
        try (SubagentWorld world = new SubagentWorld(root)) {
            world.apply(SubagentWorld.REVIEWER.replace("name: reviewer", "name: reader"));
            world.apply(SubagentWorld.REVIEWER + "  subagentRefs: [reader]\n");
            AgentDispatchRun parent = world.working();
            AgentDispatchRun child = world.slowChild(parent, "s-1");
            world.slow();
            world.ask(world.sessionOf(child), "d-1", "reader", "review");
            world.awaitLane(child, "d-1", "started");
            AgentDispatchRun grandchild = world.run(world.lane(child, "d-1").run());
            world.krate.runs().cancel(NAMESPACE, parent.metadata().name(), ALICE);
            for (AgentDispatchRun one : List.of(parent, child, grandchild)) {
                world.awaitPhase(one, RunPhase.CANCELLED);
            }
        }
    }

    @Test
    void noMoreThanThreeStandOneBelowTheOther() {
        try (SubagentWorld world = new SubagentWorld(root)) {
            List<String> names = IntStream.rangeClosed(0, Asks.DEEPEST)
                    .mapToObj(i -> i == 0 ? "reviewer" : "reader-" + i)
                    .toList();
            for (int i = names.size() - 1; i >= 0; i--) {
                String below = i + 1 < names.size() ? "  subagentRefs: [%s]\n".formatted(names.get(i + 1)) : "";
                world.apply(SubagentWorld.REVIEWER.replace("name: reviewer", "name: " + names.get(i)) + below);
            }
            AgentDispatchRun above = world.working();
            for (int i = 0; i < Asks.DEEPEST; i++) {
                world.slow();
                world.ask(world.sessionOf(above), "s", names.get(i), "review");
                AgentDispatchRun asking = above;
                world.awaitLane(asking, "s", "started");
                above = world.run(world.lane(asking, "s").run());
                AgentDispatchRun asked = above;
                world.await(
                        () -> !world.attempt(asked, 1).status().runtimeSession().isEmpty());
            }
            world.ask(world.sessionOf(above), "s", names.get(Asks.DEEPEST), "review");
            world.awaitLane(above, "s", "failed");
            assertThat(world.lane(above, "s").note())
                    .isEqualTo("SubagentTooDeep: 3 subagents stand one below the other already");
        }
    }
}
