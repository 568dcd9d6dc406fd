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
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines on one store: what an agent left at one of them is gone on with there, forgotten there, or refused. */
class TwoHostsTest {

    private static final String SESSION = "c0ffee00-0000-4000-8000-000000000002";

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario first;
    private Scenario second;
    private Krate here;
    private Krate there;

    @BeforeEach
    void start(@TempDir Path one, @TempDir Path two) {
        first = new Scenario(one);
        second = first.elsewhere(two, "other-host");
        here = first.krate(store);
        there = second.krate(store);
        first.apply(here);
    }

    private void pass(Duration time) {
        first.pass(time);
        second.pass(time);
    }

    private static Script talking() {
        return Script.silent().say(AgentEvent.Type.STARTED, "begins", Map.of(Detail.SESSION_ID, SESSION));
    }

    private void failedHere() {
        first.agents.next(talking().end(Outcome.FAILED, "exited with status 1"));
        first.deliver(here, "d-1");
        here.drain();
        assertThat(run(here).status().phase()).isEqualTo(RunPhase.FAILED);
        assertThat(attempt(1).status().host()).isEqualTo("fake-host");
    }

    private AgentDispatchAttempt attempt(int number) {
        return all(there, AgentDispatchAttempt.class).stream()
                .filter(one -> one.spec().number() == number)
                .findFirst()
                .orElseThrow();
    }

    private RunDesk.Answer act(Krate krate, RunAction action) {
        return krate.runs()
                .act(ActionRequest.of(NAMESPACE, run(krate).metadata().name(), action), ALICE);
    }

    private void resumedFromThere() {
        assertThat(act(there, RunAction.RESUME)).isInstanceOf(RunDesk.Done.class);
    }

    @Test
    void aConversationIsGoneOnWithAtItsOwnHostWhoeverIsAsked() {
        failedHere();
        resumedFromThere();
        there.drain();
        assertThat(attempt(2).status().phase()).isEqualTo(AttemptPhase.CREATED);
        first.agents.next(Script.failed("no"));
        here.drain();
        assertThat(second.agents.requests()).isEmpty();
        assertThat(first.agents.requests()).hasSize(2);
        assertThat(first.agents.requests().get(1).setup().origin())
                .contains(new Setup.Origin(
                        Setup.Origin.Mode.RESUME,
                        SESSION,
                        first.agents.sessions().get(0)));
    }

    @Test
    void aConversationAtAHostWhereNobodyWorksCannotBeGoneOnWith() {
        failedHere();
        pass(Hosts.NOTED.plusSeconds(1));
        there.drain();
        RunDesk.Refused refused = new RunDesk.Refused(
                "CONVERSATION_OUT_OF_REACH",
                "the conversation is on a machine that does no work now; start a worker there, or retry the run");
        assertThat(act(there, RunAction.RESUME)).isEqualTo(refused);
        assertThat(act(there, RunAction.FORK)).isEqualTo(refused);
        assertThat(act(here, RunAction.RESUME)).isInstanceOf(RunDesk.Done.class);
    }

    @Test
    void aResumedAttemptWhoseHostHasGoneFailsAndARetryStartsFromTheBeginning() {
        failedHere();
        resumedFromThere();
        pass(Hosts.NOTED.plusSeconds(1));
        there.drain();
        assertThat(attempt(2).status().phase()).isEqualTo(AttemptPhase.FAILED);
        assertThat(attempt(2).status().failureClass()).isEqualTo("runtime-unavailable");
        assertThat(attempt(2).status().terminalReason().code()).isEqualTo("ConversationOutOfReach");
        assertThat(attempt(2).status().terminalReason().message())
                .isEqualTo("the conversation of attempt '%s' is on host 'fake-host', which does no work now;"
                                .formatted(attempt(1).metadata().name())
                        + " start a worker there, or retry the run");
        assertThat(second.agents.requests()).isEmpty();

        for (int i = 0; i < 5 && run(there).status().finishedAt() == null; i++) {
            pass(Duration.ofMinutes(10));
            there.drain();
        }
        assertThat(act(there, RunAction.RETRY)).isInstanceOf(RunDesk.Done.class);
        there.drain();
        List<LaunchRequest> started = second.agents.requests();
        assertThat(started).hasSize(1);
        assertThat(started.get(0).setup().origin()).isEmpty();
        assertThat(started.get(0).prompt())
                .isEqualTo(first.agents.requests().get(0).prompt());
    }

    @Test
    void aSessionIsForgottenByTheHostThatHasIt() {
        failedHere();
        pass(Conversations.KEPT.plusSeconds(1));
        there.drain();
        assertThat(first.agents.sessions()).hasSize(1);
        here.drain();
        assertThat(first.agents.sessions()).isEmpty();
    }

    @Test
    void whatAnotherHostMayHaveLaunchedIsLostNotLaunchedTwiceAndStoppedWhenThatHostIsBack() {
        first.agents.next(talking()).loseNextAnswer();
        first.deliver(here, "d-1");
        here.drain();
        assertThat(attempt(1).status().phase()).isEqualTo(AttemptPhase.LAUNCHING);
        pass(Duration.ofSeconds(40));
        there.drain();
        assertThat(attempt(1).status().phase()).isEqualTo(AttemptPhase.LAUNCHING);

        pass(Hosts.NOTED);
        there.drain();
        assertThat(attempt(1).status().phase()).isEqualTo(AttemptPhase.LOST);
        assertThat(attempt(1).status().terminalReason().message())
                .isEqualTo("it may have been launched on host 'fake-host', which does no work now");
        pass(Duration.ofMinutes(2));
        there.drain();
        assertThat(second.agents.requests()).hasSize(1);

        first.agents.unreachable(false);
        here.drain();
        assertThat(first.agents.sessions()).isEmpty();
        assertThat(first.agents.requests()).hasSize(1);
    }

    @Test
    void anAgentIsLeftToItsOwnHostWhileThatIsStartedAnew() {
        first.agents.next(talking());
        first.deliver(here, "d-1");
        here.start(1);
        while (first.agents.sessions().isEmpty() || attempt(1).status().phase() != AttemptPhase.RUNNING) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        here.close();
        first.agents.say(first.agents.sessions().get(0), AgentEvent.Type.RESULT, "Mended.", Map.of());
        first.agents.end(first.agents.sessions().get(0), Outcome.SUCCEEDED, "exited with status 0");
        pass(Duration.ofSeconds(40));
        there.drain();
        assertThat(attempt(1).status().phase()).isEqualTo(AttemptPhase.RUNNING);
        first.krate(store).drain();
        assertThat(attempt(1).status().phase()).isEqualTo(AttemptPhase.SUCCEEDED);
    }
}
