package ai.a5c.krate.engine;

import static ai.a5c.krate.engine.Scenario.ALICE;
import static ai.a5c.krate.engine.Scenario.NAMESPACE;
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
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.CrashingStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agents that ask whether they may call a tool, and runtimes that are out of reach for a while. */
class AgentQuestionsTest {

    private static final String PROFILE = """
            apiVersion: krate.a5c.ai/v1alpha1
            kind: AgentToolProfile
            metadata: { name: careful, namespace: acme }
            spec:
              filesystemPolicy: workspace-write
              approvalPolicyByTool: { Read: allow, WebFetch: deny }
              deniedCommands: ["rm *"]
            """;

    private final ResourceStore store = new InMemoryResourceStore();
    private Scenario scenario;
    private Krate krate;

    @BeforeEach
    void start(@TempDir Path root) {
        scenario = new Scenario(root);
        krate = scenario.krate(store);
    }

    @AfterEach
    void stop() {
        krate.close();
    }

    private Session launched(Script script) {
        scenario.agents.next(script);
        deliver();
        krate.start(1);
        eventually(() -> all(krate, AgentDispatchAttempt.class).stream()
                .anyMatch(one -> !one.status().runtimeSession().isEmpty()));
        return new Session(attempt().status().runtimeSession());
    }

    private void deliver() {
        scenario.apply(krate);
        Documents.read(PROFILE).forEach(document -> krate.resources().apply(document, NAMESPACE, ALICE));
        scenario.apply(krate, "adapter: claude", "adapter: claude\n  toolProfileRef: careful");
        scenario.deliver(krate, "d-1");
    }

    private AgentDispatchAttempt attempt() {
        return all(krate, AgentDispatchAttempt.class).get(0);
    }

    private static Script asking(String id, String tool, String input) {
        return Script.silent().say(AgentEvent.Type.QUESTION, tool + " " + input, question(id, tool, input));
    }

    private static Map<String, String> question(String id, String tool, String input) {
        return Map.of(Detail.REQUEST_ID, id, Detail.TOOL, tool, "input", input);
    }

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

    private static ApprovalDesk.Request request(AgentApproval approval, boolean yes) {
        return new ApprovalDesk.Request(NAMESPACE, approval.metadata().name(), yes, List.of(), "", "");
    }

    private String condition(String type) {
        return run(krate).status().conditions().stream()
                .filter(one -> one.type().equals(type))
                .map(Condition::status)
                .findFirst()
                .orElse("");
    }

    private void decide(AgentApproval approval, boolean yes) {
        assertThat(krate.approvals().decide(request(approval, yes), ALICE)).isInstanceOf(ApprovalDesk.Decided.class);
    }

    private static void eventually(BooleanSupplier question) {
        long start = System.nanoTime();
        while (!question.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            try {
                assertThat(new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS))
                        .isFalse();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
