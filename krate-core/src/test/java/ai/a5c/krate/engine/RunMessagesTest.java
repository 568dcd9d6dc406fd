package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.yes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.engine.action.ActionRequest;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.kind.execution.AgentWriteBack;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What people say to runs: to an agent at work, or to one that is over. */
class RunMessagesTest extends DeskScene {

    @Test
    void aConversationIsKeptForADayAndThenForgotten() {
        failedRun();
        scenario.pass(Conversations.KEPT.minusSeconds(1));
        krate.drain();
        assertThat(scenario.agents.sessions()).hasSize(1);
        scenario.agents.next(talking().end(Outcome.FAILED, "exited with status 1"));
        done(request(RunAction.RESUME));
        krate.drain();
        assertThat(lastLaunch().setup().origin().orElseThrow().agentSessionId()).isEqualTo(SESSION);

        scenario.pass(Conversations.KEPT.plusSeconds(1));
        krate.drain();
        assertThat(scenario.agents.sessions()).isEmpty();
        assertThat(refused(request(RunAction.RESUME)).code()).isEqualTo("NO_CONVERSATION");
        assertThat(done(request(RunAction.RETRY)).status().phase()).isEqualTo(RunPhase.QUEUED);
    }

    @Test
    void aMessageToARunThatIsOverMakesOneMoreAttemptWhoseWritesStandBesideTheFirst() {
        succeededRun();
        scenario.agents.next(Script.done("Mended the test as well."));
        done(request(RunAction.CONTINUE).saying("Now mend the test as well, with " + Scenario.API_KEY));
        krate.drain();
        assertThat(lastAttempt().spec().attemptReason()).isEqualTo(AttemptReason.CONTINUATION);
        assertThat(lastLaunch().prompt())
                .contains("Now mend the test as well, with [REDACTED:")
                .doesNotContain(Scenario.API_KEY);
        assertThat(lastLaunch().setup().origin().orElseThrow().agentSessionId()).isEqualTo(SESSION);
        krate.approvals().decide(yes(pending(krate).get(0)), ALICE);
        krate.drain();
        assertThat(first().status().phase()).isEqualTo(RunPhase.SUCCEEDED);
        assertThat(first().status().terminalReason().message()).isEqualTo("4 of 4 write-backs applied");
        assertThat(all(krate, AgentWriteBack.class))
                .extracting(one -> one.spec().target())
                .containsExactly(
                        "krate/" + first().metadata().name(),
                        "1",
                        "krate/" + first().metadata().name() + "-2",
                        "1");
        assertThat(scenario.target.effects()).extracting(Mutation::action).hasSize(4);
    }

    @Test
    void aMessageReachesTheAgentAtWorkOnce() {
        scenario.agents.next(talking());
        Krate working = scenario.krate(store, Duration.ofSeconds(30));
        scenario.deliver(working, "d-1");
        working.start(1);
        try {
            await(() -> !scenario.agents.sessions().isEmpty()
                    && !lastAttempt().status().agentSessionId().isEmpty());
            ActionRequest message = request(RunAction.CONTINUE).saying("Look at the test first.");
            done(message.as("m-1"));
            done(message.as("m-1"));
            await(() ->
                    !scenario.agents.heard(scenario.agents.sessions().get(0)).isEmpty());
            done(message.saying("And then at the code.").as("m-2"));
            await(() -> scenario.agents.heard(scenario.agents.sessions().get(0)).size() == 2);
            assertThat(scenario.agents.heard(scenario.agents.sessions().get(0)))
                    .containsExactly("Look at the test first.", "And then at the code.");
            assertThat(all(krate, AgentDispatchAttempt.class)).hasSize(1);
            scenario.agents.end(scenario.agents.sessions().get(0), Outcome.FAILED, "exited with status 1");
            await(() -> first().status().phase() == RunPhase.FAILED);
        } finally {
            working.close();
        }
        assertThat(timeline("person")).hasSize(2);
        assertThat(timeline("handed-over")).hasSize(2);
        assertThat(audited("run.message")).containsExactly("alice", "alice");
    }

    private void await(BooleanSupplier condition) {
        for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private List<StreamEvent> timeline(String type) {
        return store.events(Journal.stream(NAMESPACE, first().metadata().name()), 0, 500).stream()
                .filter(event -> event.type().equals(type))
                .toList();
    }
}
