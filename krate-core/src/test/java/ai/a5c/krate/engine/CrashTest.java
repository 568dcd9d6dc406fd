package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.run;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentArtifact;
import ai.a5c.krate.kind.execution.AgentArtifact.ArtifactKind;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, its process or its database dying at every single write, before and after the commit: the same run is finished once. */
class CrashTest {

    @TempDir
    private Path root;

    @Test
    void dyingBeforeAnyCommitLosesAndRepeatsNothing() throws IOException {
        atEveryWrite(CrashingStore::beforeCommit);
    }

    @Test
    void dyingAfterAnyCommitLosesAndRepeatsNothing() throws IOException {
        atEveryWrite(CrashingStore::afterCommit);
    }

    @Test
    void dyingTogetherWithTheDatabaseAfterARelaxedCommitLosesAndRepeatsNothing() throws IOException {
        atEach(relaxedWrites(), CrashingStore::afterCommit, InMemoryResourceStore::crash);
    }

    @Test
    void outlivingTheDatabaseAfterARelaxedCommitLosesAndRepeatsNothing() throws IOException {
        atEach(relaxedWrites(), CrashingStore::overCrashingDatabase, store -> {});
    }

    private void atEveryWrite(BiFunction<InMemoryResourceStore, Integer, CrashingStore> deadly) throws IOException {
        int writes = wholeJob().writes();
        assertThat(writes).isGreaterThan(20);
        atEach(IntStream.rangeClosed(1, writes).boxed().toList(), deadly, store -> {});
    }

    private List<Integer> relaxedWrites() throws IOException {
        List<Integer> relaxed = wholeJob().relaxed();
        assertThat(relaxed).isNotEmpty();
        return relaxed;
    }

    private void atEach(
            List<Integer> writes,
            BiFunction<InMemoryResourceStore, Integer, CrashingStore> deadly,
            Consumer<InMemoryResourceStore> afterDeath)
            throws IOException {
        for (int n : writes) {
            Scenario scenario = scenario("die-" + n);
            InMemoryResourceStore store = new InMemoryResourceStore();
            scenario.apply(scenario.krate(store));
            CrashingStore dying = deadly.apply(store, n);
            untilDeath(scenario, dying);
            afterDeath.accept(store);
            assertRunAndDecisionTogether(scenario.krate(store), n);
            scenario.pass(Duration.ofMinutes(1));
            finish(scenario, scenario.krate(store));
            assertOnce(scenario, scenario.krate(store), store, n);
        }
    }

    private CrashingStore wholeJob() throws IOException {
        Scenario scenario = scenario("whole");
        ResourceStore store = new InMemoryResourceStore();
        scenario.apply(scenario.krate(store));
        CrashingStore counting = CrashingStore.counting(store);
        finish(scenario, scenario.krate(counting));
        return counting;
    }

    private Scenario scenario(String name) throws IOException {
        Scenario scenario = new Scenario(Files.createTempDirectory(root, name));
        scenario.agents.next(Script.silent()
                .say(AgentEvent.Type.MESSAGE, "looking")
                .say(AgentEvent.Type.RESULT, "The sum was a difference.")
                .end(Outcome.SUCCEEDED, "exited with status 0"));
        return scenario;
    }

    private static void untilDeath(Scenario scenario, CrashingStore dying) {
        try {
            finish(scenario, scenario.krate(dying));
        } catch (SimulatedCrashException e) {
            assertThat(dying.isDead()).isTrue();
        }
    }

    /** What a forge and a person do: the delivery comes (again), the question is answered as soon as it is asked. */
    private static void finish(Scenario scenario, Krate krate) {
        scenario.deliver(krate, "d-1");
        for (int i = 0; i < 4; i++) {
            krate.drain();
            pending(krate).forEach(question -> krate.approvals().decide(yes(question), ALICE));
            krate.drain();
            scenario.pass(Duration.ofMinutes(1));
        }
    }

    /** A delivery is closed by the commit that makes its run. */
    private static void assertRunAndDecisionTogether(Krate krate, int n) {
        if (!all(krate, AgentDispatchRun.class).isEmpty()) {
            assertThat(all(krate, WebhookDelivery.class))
                    .as("write %d", n)
                    .extracting(delivery -> delivery.status().phase())
                    .containsExactly(WebhookDelivery.Phase.DECIDED);
        }
    }

    private static void assertOnce(Scenario scenario, Krate krate, ResourceStore store, int n) {
        assertThat(all(krate, AgentDispatchRun.class)).as("write %d", n).hasSize(1);
        assertThat(run(krate).status().phase()).as("write %d", n).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(all(krate, AgentDispatchAttempt.class)).as("write %d", n).hasSize(1);
        assertThat(scenario.agents.requests()).as("launches, write %d", n).hasSize(1);
        assertThat(all(krate, AgentArtifact.class))
                .as("write %d", n)
                .extracting(artifact -> artifact.spec().kind())
                .containsExactlyInAnyOrder(ArtifactKind.DIAGNOSIS, ArtifactKind.PATCH, ArtifactKind.TRANSCRIPT);
        assertThat(all(krate, AgentWriteBack.class)).as("write %d", n).hasSize(2);
        assertThat(scenario.target.effects())
                .as("write %d", n)
                .extracting(Mutation::action)
                .containsExactly("branch-push", "issue-comment");
        List<StreamEvent> timeline =
                store.events(Journal.stream(NAMESPACE, run(krate).metadata().name()), 0, 500);
        assertThat(timeline.stream().filter(event -> event.type().equals("message")))
                .as("messages, write %d", n)
                .hasSize(1);
        assertThat(krate.audit().verify(NAMESPACE).intact()).as("write %d", n).isTrue();
    }
}
