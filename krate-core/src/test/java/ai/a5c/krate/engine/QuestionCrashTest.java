package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.all;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.testkit.SimulatedCrashException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that asks whether it may call a tool, its server dying at every write from then on: it is answered. */
class QuestionCrashTest {

    @TempDir
    private Path root;

    private int begun;

    @Test
    void aQuestionThatPolicyAnswersIsAnsweredWheneverTheServerDies() throws IOException {
        int writes = lives(Integer.MAX_VALUE);
        assertThat(begun).isPositive();
        int first = begun;
        for (int n = first; n <= writes; n++) {
            lives(n);
        }
    }

    /** How many writes it took; the first server dies right after write {@code fatal} has committed. */
    private int lives(int fatal) throws IOException {
        Scenario scenario = new Scenario(Files.createTempDirectory(root, "world"));
        ResourceStore store = new InMemoryResourceStore();
        prepare(scenario, scenario.krate(store));
        CrashingStore dying = CrashingStore.afterCommit(store, fatal);
        begun = 0;
        scenario.agents.beforeListening(session -> begun = begun == 0 ? dying.writes() + 1 : begun);
        try {
            Krate krate = scenario.krate(dying);
            scenario.deliver(krate, "d-1");
            krate.drain();
        } catch (SimulatedCrashException e) {
            assertThat(dying.isDead()).isTrue();
        }
        scenario.pass(Duration.ofMinutes(1));
        Krate next = scenario.krate(store);
        next.drain();
        AgentDispatchAttempt attempt = all(next, AgentDispatchAttempt.class).get(0);
        assertThat(attempt.status().phase()).as("write %d", fatal).isEqualTo(AttemptPhase.SUCCEEDED);
        assertThat(scenario.agents.verdicts(new Session(attempt.status().runtimeSession())))
                .as("write %d", fatal)
                .containsExactly(new Verdict("q-1", true, "the tool profile allows it"));
        return dying.writes();
    }

    private static void prepare(Scenario scenario, Krate krate) {
        scenario.apply(krate);
        Documents.read(AskingAgent.PROFILE)
                .forEach(document -> krate.resources().apply(document, Scenario.NAMESPACE, Scenario.ALICE));
        scenario.apply(krate, "adapter: claude", "adapter: claude\n  toolProfileRef: careful");
        scenario.agents
                .next(Script.silent()
                        .say(AgentEvent.Type.STARTED, "begins", Map.of(Detail.SESSION_ID, "conversation-1"))
                        .say(
                                AgentEvent.Type.QUESTION,
                                "Read {}",
                                Map.of(Detail.REQUEST_ID, "q-1", Detail.TOOL, "Read", "input", "{}")))
                .whenDecided(
                        (session, verdict) -> scenario.agents.end(session, Outcome.SUCCEEDED, "exited with status 0"));
    }
}
