package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.engine.action.RunDesk;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages to agents at work and cancellations of them, the process dying at every write from the wish to the end. */
class AtWorkCrashTest {

    private static final String TOLD = "Mend the test as well.";

    @TempDir
    private Path root;

    @Test
    void aMessageIsHeardOnceAndSaidToBeHeardWheneverTheServerDies() throws IOException {
        World counted = new World(RunAction.CONTINUE);
        counted.live(CrashingStore.counting(counted.store));
        assertHeard(counted, "without a crash");
        for (int n = counted.begun; n <= counted.writes; n++) {
            assertHeard(new World(RunAction.CONTINUE).dieAt(n, true), "committed write " + n);
            assertHeard(new World(RunAction.CONTINUE).dieAt(n, false), "write " + n);
        }
    }

    private static void assertHeard(World world, String where) {
        Krate krate = world.scenario.krate(world.store);
        Session session = new Session(attempt(krate).status().runtimeSession());
        assertThat(world.scenario.agents.heard(session)).as(where).containsExactly(TOLD);
        assertThat(attempt(krate).status().phase()).as(where).isEqualTo(AttemptPhase.SUCCEEDED);
        assertThat(world.told("person")).as(where).containsExactly(TOLD);
        assertThat(world.told("handed-over")).as(where).containsExactly("the agent was given the message of alice");
        assertThat(world.told("error")).as(where).isEmpty();
        assertThat(world.scenario.agents.requests()).as(where).hasSize(1);
    }

    @Test
    void aCancelledAgentIsStoppedAndItsRunEndsCancelledWheneverTheServerDies() throws IOException {
        World counted = new World(RunAction.CANCEL);
        counted.live(CrashingStore.counting(counted.store));
        assertStopped(counted, "without a crash");
        for (int n = counted.begun; n <= counted.writes; n++) {
            assertStopped(new World(RunAction.CANCEL).dieAt(n, true), "committed write " + n);
            assertStopped(new World(RunAction.CANCEL).dieAt(n, false), "write " + n);
        }
    }

    private static void assertStopped(World world, String where) {
        Krate krate = world.scenario.krate(world.store);
        assertThat(run(krate).status().phase()).as(where).isEqualTo(RunPhase.CANCELLED);
        assertThat(all(krate, AgentDispatchAttempt.class)).as(where).hasSize(1);
        assertThat(attempt(krate).status().phase()).as(where).isEqualTo(AttemptPhase.CANCELLED);
        assertThat(world.scenario.agents.requests()).as(where).hasSize(1);
        assertThat(world.told("phase")).as(where).endsWith("cancelled").doesNotHaveDuplicates();
        assertThat(world.store.queue().stream().filter(entry -> entry.state() != QueueEntry.State.ENDED))
                .as(where)
                .isEmpty();
        Session session = new Session(attempt(krate).status().runtimeSession());
        assertThat(world.scenario
                        .agents
                        .events(session, 100, Duration.ZERO)
                        .end()
                        .orElseThrow()
                        .outcome())
                .as(where)
                .isEqualTo(Outcome.CANCELLED);
    }

    private static AgentDispatchAttempt attempt(Krate krate) {
        return all(krate, AgentDispatchAttempt.class).get(0);
    }

    /** An agent at work that goes on until it is told something, and a person who wants something of it as soon as it begins. */
    private final class World {

        private final ResourceStore store = new InMemoryResourceStore();
        private final Scenario scenario;
        private final RunAction action;
        private Optional<CrashingStore> counting = Optional.empty();
        private boolean done;
        private int begun;
        private int writes;

        World(RunAction action) throws IOException {
            this.action = action;
            this.scenario = new Scenario(Files.createTempDirectory(root, "world"));
            scenario.apply(scenario.krate(store));
            scenario.agents
                    .next(Script.silent()
                            .say(AgentEvent.Type.STARTED, "begins", Map.of(Detail.SESSION_ID, "conversation-1")))
                    .whenTold(
                            (session, text) -> scenario.agents.end(session, Outcome.SUCCEEDED, "exited with status 0"));
        }

        World dieAt(int n, boolean committed) {
            CrashingStore dying =
                    committed ? CrashingStore.afterCommit(store, n) : CrashingStore.beforeCommit(store, n);
            try {
                live(dying);
            } catch (SimulatedCrashException e) {
                assertThat(dying.isDead()).isTrue();
            }
            scenario.pass(Duration.ofMinutes(1));
            live(CrashingStore.counting(store));
            return this;
        }

        void live(CrashingStore on) {
            counting = Optional.of(on);
            Krate krate = scenario.krate(on);
            scenario.agents.beforeListening(session -> wish(krate));
            scenario.deliver(krate, "d-1");
            krate.drain();
            writes = on.writes();
        }

        /** Repeated under the same id until it is answered. */
        private void wish(Krate krate) {
            if (done) {
                return;
            }
            begun = begun == 0 ? counting.orElseThrow().writes() + 1 : begun;
            ActionRequest request = ActionRequest.of(
                            NAMESPACE, run(krate).metadata().name(), action)
                    .as("once");
            RunDesk.Answer answer =
                    krate.runs().act(action == RunAction.CONTINUE ? request.saying(TOLD) : request, ALICE);
            done = true;
            assertThat(answer).isInstanceOf(RunDesk.Done.class);
        }

        private List<String> told(String type) {
            return store
                    .events(
                            Journal.stream(
                                    NAMESPACE,
                                    run(scenario.krate(store)).metadata().name()),
                            0,
                            500)
                    .stream()
                    .filter(event -> event.type().equals(type))
                    .map(event ->
                            String.valueOf(Json.readObject(event.document()).get("text")))
                    .toList();
        }
    }
}
