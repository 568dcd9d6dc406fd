package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.pending;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Answers of people that come when the agent does not wait for them any more, and calls that are asked for again. */
class LateAnswersTest extends AskingAgent {

    private static final String CONVERSATION = "conversation-1";

    @Test
    void aYesThatComesAfterTheEndMakesAnAttemptThatGoesOnWithTheSameConversation() {
        Session session = launched(asking("q-1", "Bash", "{\"command\":\"make\"}")
                .say(AgentEvent.Type.STARTED, "session", Map.of(Detail.SESSION_ID, "conversation-1")));
        eventually(() -> attempt().status().agentSessionId().equals("conversation-1"));
        eventually(() -> !all(krate, AgentApproval.class).isEmpty());
        scenario.agents.end(session, Outcome.FAILED, "exited with status 1");
        eventually(() -> run(krate).status().finishedAt() != null);

        decide(all(krate, AgentApproval.class).get(0), true);
        eventually(() -> scenario.agents.requests().size() == 2);

        LaunchRequest again = scenario.agents.requests().get(1);
        assertThat(again.setup().origin())
                .contains(new Setup.Origin(Setup.Origin.Mode.RESUME, "conversation-1", session));
        assertThat(again.prompt()).contains("A person has approved what you asked for: Bash. Go on.");
        assertThat(all(krate, AgentDispatchAttempt.class)).hasSize(2);
    }

    @Test
    void aYesHasToWaitForTheWriteBacksOfAnAgentThatWentOnWithout() {
        Session session = launched(asking("q-1", "Bash", "{\"command\":\"make\"}")
                .say(AgentEvent.Type.STARTED, "session", Map.of(Detail.SESSION_ID, CONVERSATION)));
        eventually(() -> attempt().status().agentSessionId().equals(CONVERSATION));
        eventually(() -> !all(krate, AgentApproval.class).isEmpty());
        AgentApproval asked = all(krate, AgentApproval.class).get(0);
        scenario.agents.say(session, AgentEvent.Type.RESULT, "Mended without it.", Map.of());
        scenario.agents.end(session, Outcome.SUCCEEDED, "exited with status 0");
        eventually(() -> run(krate).status().phase() == RunPhase.WAITING_FOR_APPROVAL);

        assertThat(krate.approvals().decide(request(asked, true), ALICE))
                .isEqualTo(new ApprovalDesk.Refused(
                        "WRITE_BACKS_FIRST",
                        "the agent went on without this and is done; decide on the run's write-backs first,"
                                + " then approve this to have the agent try again"));
        assertThat(scenario.agents.requests()).hasSize(1);

        pending(krate).stream()
                .filter(one -> !one.metadata().name().equals(asked.metadata().name()))
                .forEach(one -> decide(one, true));
        eventually(() -> run(krate).status().phase() == RunPhase.SUCCEEDED);
        decide(asked, true);
        eventually(() -> scenario.agents.requests().size() == 2);
        assertThat(scenario.agents
                        .requests()
                        .get(1)
                        .setup()
                        .origin()
                        .orElseThrow()
                        .agentSessionId())
                .isEqualTo(CONVERSATION);
    }

    @Test
    void aNoMayComeWhileTheRunWaitsForItsWriteBacks() {
        Session session = launched(asking("q-1", "Bash", "{\"command\":\"make\"}")
                .say(AgentEvent.Type.STARTED, "session", Map.of(Detail.SESSION_ID, CONVERSATION)));
        eventually(() -> !all(krate, AgentApproval.class).isEmpty());
        AgentApproval asked = all(krate, AgentApproval.class).get(0);
        scenario.agents.end(session, Outcome.SUCCEEDED, "exited with status 0");
        eventually(() -> run(krate).status().phase() == RunPhase.WAITING_FOR_APPROVAL);
        decide(asked, false);
        assertThat(run(krate).status().phase()).isEqualTo(RunPhase.WAITING_FOR_APPROVAL);
    }

    /** T57. */
    @Test
    void t57AVerbatimRetryAfterADenialIsDeniedAndCounted() {
        Session session = launched(asking("q-1", "Bash", "{\"command\":\"make\"}"));
        eventually(() -> !all(krate, AgentApproval.class).isEmpty());
        AgentApproval denied = all(krate, AgentApproval.class).get(0);
        decide(denied, false);
        eventually(() -> scenario.agents.verdicts(session).size() == 1);

        scenario.agents.say(session, AgentEvent.Type.QUESTION, "", question("q-2", "Bash", "{\"command\":\"make\"}"));
        scenario.agents.say(session, AgentEvent.Type.QUESTION, "", question("q-3", "Bash", "{\"command\":\"make\"}"));
        eventually(() -> scenario.agents.verdicts(session).size() == 3);

        String reason = "exactly this was denied before (%s); change what is proposed"
                .formatted(denied.metadata().name());
        assertThat(scenario.agents.verdicts(session).subList(1, 3))
                .containsExactly(new Verdict("q-2", false, reason), new Verdict("q-3", false, reason));
        assertThat(all(krate, AgentApproval.class)).hasSize(1);
        AgentApproval.Status status = all(krate, AgentApproval.class).get(0).status();
        assertThat(status.phase()).isEqualTo(ApprovalPhase.DENIED);
        assertThat(status.askedAgain()).isEqualTo(2);
        assertThat(audited("agent.denied-again"))
                .containsExactly(
                        Map.of("tool", "Bash", "approval", denied.metadata().name(), "times", "1"),
                        Map.of("tool", "Bash", "approval", denied.metadata().name(), "times", "2"));

        scenario.agents.say(
                session, AgentEvent.Type.QUESTION, "", question("q-4", "Bash", "{\"command\":\"make test\"}"));
        eventually(() -> all(krate, AgentApproval.class).size() == 2);
    }

    /** T57: what an agent may not, the next attempt of the run may not either. */
    @Test
    void t57ANoHoldsForTheNextAttemptToo() {
        Session first = launched(asking("q-1", "Bash", "{\"command\":\"make\"}"));
        eventually(() -> !all(krate, AgentApproval.class).isEmpty());
        decide(all(krate, AgentApproval.class).get(0), false);
        eventually(() -> !scenario.agents.verdicts(first).isEmpty());
        scenario.agents.end(first, Outcome.FAILED, "exited with status 1");
        eventually(() -> run(krate).status().phase() == RunPhase.FAILED);

        scenario.agents.next(asking("q-1", "Bash", "{\"command\":\"make\"}"));
        krate.runs().retry(NAMESPACE, run(krate).metadata().name(), ALICE);
        eventually(() -> scenario.agents.requests().size() == 2
                && scenario.agents.sessions().stream()
                        .filter(session -> !session.equals(first))
                        .anyMatch(session -> !scenario.agents.verdicts(session).isEmpty()));
        assertThat(all(krate, AgentApproval.class)).hasSize(1);
        assertThat(all(krate, AgentApproval.class).get(0).status().askedAgain()).isEqualTo(1);
    }

    private List<Map<String, Object>> audited(String action) {
        krate.store().sealAudit(1_000);
        return krate.audit().list(NAMESPACE, 0, 1_000).stream()
                .filter(record -> record.entry().action().equals(action))
                .map(record -> Json.readObject(record.entry().document()))
                .toList();
    }
}
