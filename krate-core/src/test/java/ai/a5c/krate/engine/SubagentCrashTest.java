package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.observe.KrateEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server dies at every write around the one by which the end of a run ends its subagent, which never goes on alone. */
class SubagentCrashTest {

    private static final int AROUND = 2;

    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dyingBeforeAnyCommitLeavesNoSubagentAlone(boolean atWork) throws IOException {
        dieAtEveryWrite(CrashingStore::beforeCommit, atWork);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dyingAfterAnyCommitLeavesNoSubagentAlone(boolean atWork) throws IOException {
        dieAtEveryWrite(CrashingStore::afterCommit, atWork);
    }

    private void dieAtEveryWrite(BiFunction<ResourceStore, Integer, CrashingStore> deadly, boolean atWork)
            throws IOException {
        int end = writeThatEndsTheParent(atWork);
        assertThat(end).isGreaterThan(AROUND);
        for (int n = end - AROUND; n <= end + AROUND; n++) {
            ResourceStore store = new InMemoryResourceStore();
            try (Family family = new Family(Files.createTempDirectory(root, "die-" + n), store, atWork)) {
                CrashingStore dying = deadly.apply(store, n);
                assertThatExceptionOfType(SimulatedCrashException.class)
                        .isThrownBy(() -> family.world.scenario.krate(dying).drain());
                family.comesToRest(n);
            }
        }
    }

    private int writeThatEndsTheParent(boolean atWork) throws IOException {
        ResourceStore store = new InMemoryResourceStore();
        try (Family family = new Family(Files.createTempDirectory(root, "whole"), store, atWork)) {
            CrashingStore counting = CrashingStore.counting(store);
            AtomicInteger end = new AtomicInteger();
            family.world
                    .scenario
                    .krate(counting, event -> {
                        if (event instanceof KrateEvent.RunMoved moved
                                && moved.phase().equals("FAILED")) {
                            end.compareAndSet(0, counting.writes());
                        }
                    })
                    .drain();
            return end.get();
        }
    }

    /** A run whose agent has failed, which nobody has heard of yet, and its subagent, which waits or is at work. */
    private static final class Family implements AutoCloseable {

        private final SubagentWorld world;
        private final AgentDispatchRun parent;
        private final AgentDispatchRun child;

        Family(Path root, ResourceStore store, boolean atWork) {
            world = new SubagentWorld(root, store);
            world.slow();
            parent = world.dispatched(Map.of());
            world.krate.start(1);
            world.await(() -> !world.scenario.agents.sessions().isEmpty()
                    && world.run(parent).status().phase() == RunPhase.RUNNING);
            world.ask("s-1", "reviewer", "review");
            world.awaitLane(parent, "s-1", "started");
            child = world.run(world.lane(parent, "s-1").run());
            if (atWork) {
                world.slow();
                Krate other = world.scenario.krate(store);
                other.start(1);
                world.await(
                        () -> !world.attempt(child, 1).status().runtimeSession().isEmpty());
                world.krate.close();
                world.scenario.pass(Duration.ofMinutes(1));
                other.close();
            }
            world.krate.close();
            world.scenario.agents.end(world.first(), Outcome.FAILED, "I give up.");
            world.scenario.pass(Duration.ofMinutes(1));
        }

        /** What a server does that starts after the crash. */
        void comesToRest(int write) {
            world.scenario.pass(Duration.ofMinutes(2));
            world.krate = world.scenario.krate(world.store);
            world.krate.start(2);
            world.awaitPhase(parent, RunPhase.FAILED);
            world.awaitPhase(child, RunPhase.CANCELLED);
            world.awaitLane(parent, "s-1", "cancelled");
            assertThat(Scenario.all(world.krate, AgentDispatchRun.class))
                    .as("write %d", write)
                    .hasSize(2);
            assertThat(world.run(parent).status().attempts())
                    .as("write %d", write)
                    .isEqualTo(1);
            assertThat(world.run(child).status().attempts())
                    .as("write %d", write)
                    .isEqualTo(1);
            assertThat(world.scenario.agents.requests().size()).isLessThanOrEqualTo(2);
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
