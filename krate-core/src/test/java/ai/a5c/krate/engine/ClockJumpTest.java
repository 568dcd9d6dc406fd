package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.event.SourceEvent.Text;
import ai.a5c.krate.event.SourceEvent.WorkItem;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose machine's clock is set by an hour while an agent is at work, and what whoever takes over still knows. */
class ClockJumpTest {

    private static final Duration LEASE = Duration.ofSeconds(6);

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.steady(store, LEASE);
        scenario.apply(krate);
    }

    @AfterEach
    void stop() {
        krate.close();
    }

    @Test
    void aClockThatIsSetForwardEndsNothingAndHandsNothingOver() {
        Session session = working();
        scenario.pass(Duration.ofHours(1));
        await(() -> lease().isAfter(scenario.now()));
        staysAtWork(session);
    }

    @Test
    void aClockThatIsSetBackStopsNothing() {
        Session session = working();
        Instant before = lease();
        scenario.pass(Duration.ofHours(-1));
        await(() -> lease().isAfter(before));
        say(2);
        await(() -> scenario.agents.requests().size() == 2);
        staysAtWork(session);
    }

    /** Neither its one attempt was taken again, nor its ten minutes of wall clock are over. */
    private void staysAtWork(Session session) {
        scenario.agents.say(session, AgentEvent.Type.MESSAGE, "I go on.", Map.of());
        await(() -> attempt().status().progress().outputBytes() > "I begin.".length());
        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.RUNNING);
        assertThat(attempt().status().lease().token()).isEqualTo(1);
        scenario.agents.end(session, Outcome.SUCCEEDED, "done");
        await(() -> attempt().status().phase() == AttemptPhase.SUCCEEDED);
        assertThat(attempt().status().lease().token()).isEqualTo(1);
    }

    @Test
    void whoTakesOverGoesOnCountingTheSameCall() {
        CrashingStore first = CrashingStore.counting(store);
        krate.close();
        krate = scenario.krate(first);
        Session session = working();
        calls(session, 11);
        await(() -> attempt().status().progress().lastCall().times() == 11);
        first.die();
        scenario.pass(Duration.ofMinutes(5));

        krate.close();
        krate = scenario.krate(store, Duration.ofSeconds(15));
        krate.start(2);
        await(() -> attempt().status().lease().token() == 2);
        calls(session, 1);
        await(() -> run().status().phase() == RunPhase.FAILED);
        assertThat(run().status().terminalReason())
                .isEqualTo(
                        new Reason(
                                "RepeatedCalls",
                                "the agent made the same call 12 times in a row (Bash); look at why it is no use, then retry by hand"));
    }

    @Test
    void anotherCallBeginsTheCountAnewUnlessItWasTooOftenBefore() {
        Session session = working();
        calls(session, 11);
        scenario.agents.say(session, AgentEvent.Type.TOOL_CALL, "make", Map.of("tool", "Bash"));
        await(() -> attempt().status().progress().lastCall().times() == 1);
        calls(session, 12);
        scenario.agents.say(session, AgentEvent.Type.TOOL_CALL, "make", Map.of("tool", "Bash"));
        await(() -> run().status().phase() == RunPhase.FAILED);
        assertThat(run().status().terminalReason().code()).isEqualTo("RepeatedCalls");
        assertThat(attempt().status().progress().lastCall().times()).isEqualTo(12);
    }

    private void calls(Session session, int times) {
        for (int i = 0; i < times; i++) {
            scenario.agents.say(session, AgentEvent.Type.TOOL_CALL, "ls -la", Map.of("tool", "Bash"));
        }
    }

    private Session working() {
        scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "I begin."));
        say(1);
        krate.start(3);
        await(() -> !all(AgentDispatchAttempt.class).isEmpty()
                && attempt().status().progress().outputBytes() > 0);
        return scenario.agents.sessions().get(0);
    }

    private void say(int workItem) {
        SourceEvent event = Scenario.event("said-" + workItem, Source.ISSUE_COMMENT, "issue_comment.created")
                .workItem(Optional.of(new WorkItem("issue", workItem, "Crash")))
                .text(new Text("@claude fix this", "", "2"))
                .mentions(List.of("@claude"))
                .build();
        scenario.deliver(krate, event);
    }

    private AgentDispatchRun run() {
        return all(AgentDispatchRun.class).get(0);
    }

    private AgentDispatchAttempt attempt() {
        return all(AgentDispatchAttempt.class).get(0);
    }

    private Instant lease() {
        return Optional.ofNullable(attempt().status().lease().until()).orElse(Instant.MAX);
    }

    private <R extends Resource> List<R> all(Class<R> kind) {
        return Scenario.all(store, kind);
    }

    private void await(BooleanSupplier condition) {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
