package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.all;
import static ai.a5c.krate.engine.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.kind.execution.AgentApproval.ApprovalPhase;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents that ask whether they may call a tool: answered by policy at once, else by people, and never by agents. */
class AgentQuestionsTest extends AskingAgent {

    @Test
    void aPolicyAnswersAtOnce() {
        Session session = launched(asking("q-1", "Read", "{}")
                .say(AgentEvent.Type.QUESTION, "", question("q-2", "WebFetch", "{}"))
                .say(AgentEvent.Type.QUESTION, "", question("q-3", "Bash", "{\"command\":\"rm -r src\"}")));
        eventually(() -> scenario.agents.verdicts(session).size() == 3);

        assertThat(scenario.agents.verdicts(session))
                .containsExactly(
                        new Verdict("q-1", true, "the tool profile allows it"),
                        new Verdict("q-2", false, "the tool profile denies this tool"),
                        new Verdict("q-3", false, "the tool profile forbids this command"));
        assertThat(all(krate, AgentApproval.class)).isEmpty();
    }

    @Test
    void aPersonIsAskedAndTheAgentHearsTheAnswer() {
        Session session = launched(asking("q-1", "Bash", "{\"command\":\"make\"}"));
        eventually(() -> attempt().status().phase() == AttemptPhase.WAITING_FOR_APPROVAL);
        AgentApproval approval = all(krate, AgentApproval.class).get(0);
        assertThat(approval.spec().action()).isEqualTo("shell");
        assertThat(approval.spec().actions().get(0).preview()).isEqualTo("Bash {\"command\":\"make\"}");
        assertThat(scenario.agents.verdicts(session)).isEmpty();

        decide(approval, true);
        eventually(() -> attempt().status().phase() == AttemptPhase.RUNNING);

        assertThat(scenario.agents.verdicts(session)).containsExactly(new Verdict("q-1", true, "a person approved it"));
        eventually(() -> all(krate, AgentApproval.class).get(0).status().phase() == ApprovalPhase.APPLIED);
    }

    @Test
    void aNoIsToldToTheAgentAndTheRunGoesOn() {
        Session session = launched(asking("q-1", "Edit", "{\"file\":\"LICENSE\"}"));
        eventually(() -> !all(krate, AgentApproval.class).isEmpty());
        AgentApproval approval = all(krate, AgentApproval.class).get(0);
        assertThat(approval.spec().action()).isEqualTo("tool");

        decide(approval, false);
        eventually(() -> !scenario.agents.verdicts(session).isEmpty());

        assertThat(scenario.agents.verdicts(session).get(0).allowed()).isFalse();
        eventually(() -> attempt().status().phase() == AttemptPhase.RUNNING);
        scenario.agents.say(session, AgentEvent.Type.QUESTION, "", question("q-2", "Edit", "{\"file\":\"LICENSE\"}"));
        eventually(() -> scenario.agents.verdicts(session).size() == 2);
        assertThat(scenario.agents.verdicts(session).get(1).reason()).contains("was denied before");
        assertThat(run(krate).status().finishedAt()).isNull();
    }

    @Test
    void twoHundredQuestionsMakeFiveApprovals() {
        Script script = Script.silent();
        for (int i = 0; i < 200; i++) {
            script = script.say(
                    AgentEvent.Type.QUESTION, "", question("q-" + i, "Bash", "{\"command\":\"make " + i + "\"}"));
        }
        Session session = launched(script);
        eventually(() -> scenario.agents.verdicts(session).size() == 195);

        assertThat(all(krate, AgentApproval.class)).hasSize(5);
        assertThat(scenario.agents.verdicts(session)).noneMatch(Verdict::allowed);
    }

    @Test
    void aWaitingAttemptSurvivesItsServer() {
        Session session = launched(asking("q-1", "Bash", "{\"command\":\"make\"}"));
        eventually(() -> attempt().status().phase() == AttemptPhase.WAITING_FOR_APPROVAL);
        krate.close();
        scenario.pass(Duration.ofMinutes(10));
        krate = scenario.krate(store);
        krate.start(1);
        decide(all(krate, AgentApproval.class).get(0), true);

        eventually(() -> !scenario.agents.verdicts(session).isEmpty());
        assertThat(scenario.agents.requests()).hasSize(1);
        scenario.agents.end(session, Outcome.SUCCEEDED, "done");
        eventually(() -> attempt().status().phase() == AttemptPhase.SUCCEEDED);
    }

    @Test
    void anotherServerTakesAWaitingAttemptOverFromOneThatCrashed() {
        CrashingStore first = CrashingStore.counting(store);
        krate.close();
        krate = scenario.krate(first);
        Session session = launched(asking("q-1", "Bash", "{\"command\":\"make\"}"));
        eventually(() -> attempt().status().phase() == AttemptPhase.WAITING_FOR_APPROVAL);
        assertThat(run(krate).status().phase()).isEqualTo(AgentDispatchRun.RunPhase.RUNNING);
        first.die();
        scenario.pass(Duration.ofMinutes(10));

        try (Krate second = scenario.krate(store, Duration.ofSeconds(15))) {
            second.start(1);
            eventually(() ->
                    all(second, AgentDispatchAttempt.class).get(0).status().phase()
                            == AttemptPhase.WAITING_FOR_APPROVAL);
            AgentApproval approval = all(second, AgentApproval.class).get(0);
            assertThat(second.approvals().decide(request(approval, true), ALICE))
                    .isInstanceOf(ApprovalDesk.Decided.class);
            eventually(() -> !scenario.agents.verdicts(session).isEmpty());

            assertThat(scenario.agents.verdicts(session))
                    .containsExactly(new Verdict("q-1", true, "a person approved it"));
            assertThat(all(second, AgentApproval.class)).hasSize(1);
            assertThat(scenario.agents.requests()).hasSize(1);
            scenario.agents.end(session, Outcome.SUCCEEDED, "done");
            eventually(() ->
                    all(second, AgentDispatchAttempt.class).get(0).status().phase() == AttemptPhase.SUCCEEDED);
        }
    }

    @Test
    void anIncidentEndsTheAttemptWhateverTheAgentSays() {
        launched(Script.silent()
                .say(AgentEvent.Type.INCIDENT, "the gateway answered a question by itself")
                .say(AgentEvent.Type.RESULT, "all done")
                .end(Outcome.SUCCEEDED, "completed"));
        eventually(() -> run(krate).status().finishedAt() != null);

        assertThat(attempt().status().phase()).isEqualTo(AttemptPhase.FAILED);
        assertThat(attempt().status().terminalReason().code()).isEqualTo("SafetyBreach");
        assertThat(attempt().status().terminalReason().message())
                .isEqualTo("the gateway answered a question by itself");
    }

    /** T44. */
    @ParameterizedTest
    @EnumSource(Caller.Road.class)
    void anAgentsYesNeverCountsWhateverRoadItTakes(Caller.Road road) {
        Session session = launched(asking("q-1", "Bash", "{\"command\":\"make\"}"));
        eventually(() -> !all(krate, AgentApproval.class).isEmpty());
        AgentApproval approval = all(krate, AgentApproval.class).get(0);
        AgentServiceAccount account = all(krate, AgentServiceAccount.class).get(0);
        AgentServiceAccount.Spec spec = account.spec();

        for (String name : List.of(
                account.metadata().name(),
                spec.serviceAccountName(),
                "system:serviceaccount:" + spec.namespace() + ":" + spec.serviceAccountName())) {
            Caller agent = new Caller(name, road, true, Set.of());
            assertThat(krate.approvals().decide(request(approval, true), agent))
                    .isEqualTo(new ApprovalDesk.Refused(
                            "AGENT", "decided is refused while pending: an agent never decides"));
        }

        assertThat(all(krate, AgentApproval.class).get(0).status().phase()).isEqualTo(ApprovalPhase.PENDING);
        assertThat(scenario.agents.verdicts(session)).isEmpty();
    }
}
