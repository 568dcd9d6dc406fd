package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Runtimes that are out of reach for a while: nothing fails for that, and nothing is launched or heard twice. */
class RuntimeOutageTest extends AskingAgent {

    @Test
    void aRuntimeOutOfReachLeavesTheAttemptInTheQueue() {
        scenario.agents.next(Script.done("done")).unreachable(true);
        deliver();
        for (int i = 0; i < 20; i++) {
            krate.drain();
            scenario.pass(Duration.ofMinutes(5));
        }
        assertThat(attempt().status().finishedAt()).isNull();
        assertThat(condition("RuntimeReachable")).isEqualTo("False");

        scenario.agents.unreachable(false);
        krate.drain();

        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.SUCCEEDED);
        assertThat(condition("RuntimeReachable")).isEqualTo("True");
        assertThat(scenario.agents.requests()).hasSize(1);
    }

    @Test
    void aLaunchWhoseAnswerWasLostIsFoundWhenTheRuntimeIsBack() {
        scenario.agents.next(Script.done("done")).loseNextAnswer();
        deliver();
        krate.drain();
        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.LAUNCHING);

        scenario.agents.unreachable(false);
        scenario.pass(Duration.ofMinutes(5));
        krate.drain();

        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.SUCCEEDED);
        assertThat(scenario.agents.requests()).hasSize(1);
    }

    @Test
    void anAgentThatCannotBeHeardIsMarkedAndHeardFromTheCursorLater() {
        Session session = launched(Script.silent().say(AgentEvent.Type.MESSAGE, "before"));
        scenario.agents.unreachable(true);
        eventually(() -> condition("StreamStale").equals("True"));
        assertThat(attempt().status().finishedAt()).isNull();

        scenario.agents.unreachable(false);
        eventually(() -> condition("StreamStale").equals("False"));
        scenario.agents.end(session, Outcome.SUCCEEDED, "done");
        eventually(() -> attempt().status().phase() == AttemptPhase.SUCCEEDED);
    }

    @Test
    void aCancellationIsHonouredThoughTheRuntimeIsOutOfReach() {
        launched(Script.silent());
        scenario.agents.unreachable(true);
        krate.runs().cancel(NAMESPACE, run(krate).metadata().name(), ALICE);
        eventually(() -> run(krate).status().phase() == AgentDispatchRun.RunPhase.CANCELLED);
        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.CANCELLED);
    }
}
