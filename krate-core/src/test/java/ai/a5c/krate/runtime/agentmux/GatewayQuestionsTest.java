package ai.a5c.krate.runtime.agentmux;

import static ai.a5c.krate.runtime.agentmux.GatewayDefectsTest.eventually;
import static ai.a5c.krate.runtime.agentmux.GatewayDefectsTest.texts;
import static ai.a5c.krate.testkit.AgentRuntimeContract.hear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.testkit.mux.MuxGateway;
import ai.a5c.krate.testkit.mux.MuxPlays;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayQuestionsTest {

    @TempDir
    Path root;

    private MuxWorld world;
    private MuxGateway gateway;

    @BeforeEach
    void start() {
        world = new MuxWorld(root);
        gateway = world.gateway();
        gateway.on("use", MuxPlays.using("Bash", Map.of("command", "rm -r build")));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aCallIsAskedForOnceThoughTheGatewayRaisesItTwice() {
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("ask", "use", Questions.ASK));
        AgentEvent question = question(server, session);

        assertThat(question.text()).isEqualTo("Bash {\"command\":\"rm -r build\"}");
        assertThat(question.details())
                .containsEntry(Detail.TOOL, "Bash")
                .containsEntry(Detail.TOOL_CALL, "toolu_1")
                .containsEntry("input", "{\"command\":\"rm -r build\"}");
        assertThat(Instant.parse(question.details().get(Detail.DEADLINE))).isAfter(Instant.now());
        server.decide(session, new Verdict(id(question), true, "fine"));

        Heard heard = hear(server, session, 0);
        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("tool ran");
        assertThat(texts(heard, AgentEvent.Type.QUESTION)).hasSize(1);
        assertThat(decisions()).containsExactly("allow", "allow");
    }

    @Test
    void aDenialReachesTheAgentWithItsReasonAndTheFirstAnswerCounts() {
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("deny", "use", Questions.ASK));
        String id = id(question(server, session));
        server.decide(session, new Verdict(id, false, "not in this repository"));

        assertThatExceptionOfType(NotPossibleException.class)
                .isThrownBy(() -> server.decide(session, new Verdict(id, true, "")))
                .satisfies(e -> assertThat(e.code()).isEqualTo("QuestionOver"));
        assertThat(texts(hear(server, session, 0), AgentEvent.Type.MESSAGE)).containsExactly("tool blocked");
        assertThat(decisions()).containsExactly("deny", "deny");
        assertThat(gateway.heard())
                .filteredOn(frame -> "hook.decision".equals(frame.get("type")))
                .allSatisfy(frame -> assertThat(frame).containsEntry("reason", "not in this repository"));
    }

    @Test
    void whatNobodyAnswersIsDeniedBeforeTheGatewayAllowsIt() {
        gateway.faults().patience = Duration.ofSeconds(2);
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("late", "use", Questions.ASK));

        Heard heard = hear(server, session, 0);

        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("tool blocked");
        assertThat(texts(heard, AgentEvent.Type.INCIDENT)).isEmpty();
        assertThat(texts(heard, AgentEvent.Type.PROGRESS)).anyMatch(text -> text.startsWith("denied: nobody answered"));
    }

    @Test
    void toolsAreDeniedOrAllowedAtOnceWhereNobodyIsAsked() {
        AgentMuxRuntime server = world.server();
        Heard denied = hear(server, server.launch(world.request("no", "use", Questions.DENY)), 0);
        Heard allowed = hear(server, server.launch(world.request("yes", "use", Questions.ALLOW)), 0);

        assertThat(texts(denied, AgentEvent.Type.MESSAGE)).containsExactly("tool blocked");
        assertThat(texts(denied, AgentEvent.Type.QUESTION)).isEmpty();
        assertThat(texts(allowed, AgentEvent.Type.MESSAGE)).containsExactly("tool ran");
    }

    @Test
    void whatTheGatewayAllowedByItselfIsAnIncidentAndStopsTheRun() {
        gateway.on("unattended", run -> {
            run.session("s-1");
            run.gateway(
                    "hook_decision",
                    "hookRequestId",
                    "h-1",
                    "hookKind",
                    "preToolUse",
                    "decision",
                    "allow",
                    "resolvedBy",
                    "timeout");
            run.worksUntilStopped();
        });
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("incident", "unattended", Questions.ASK));

        Heard heard = hear(server, session, 0);

        assertThat(texts(heard, AgentEvent.Type.INCIDENT))
                .containsExactly("the gateway answered a question (preToolUse) by itself, with allow,"
                        + " because nobody answered in time");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(heard.end().message()).startsWith("stopped for safety: ");
        eventually(() -> gateway.run(session.id()).orElseThrow().isStopped());
    }

    @Test
    void aQuestionThatOutlivesBothConnectionsIsABreachAndStopsTheRun() {
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("cut", "use", Questions.ASK));
        question(server, session);

        gateway.dropSockets();
        Heard heard = hear(server, session, 0);

        assertThat(texts(heard, AgentEvent.Type.INCIDENT))
                .containsExactly("a denial could not be brought to the gateway");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.FAILED);
        eventually(() -> gateway.run(session.id()).orElseThrow().isStopped());
    }

    @Test
    void aQuestionOutlivesOneOfTwoConnections() {
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("standby", "use", Questions.ASK));
        String id = id(question(server, session));

        gateway.dropOneSocket();
        server.decide(session, new Verdict(id, false, "no"));

        Heard heard = hear(server, session, 0);
        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("tool blocked");
        assertThat(texts(heard, AgentEvent.Type.INCIDENT)).isEmpty();
    }

    @Test
    void aDenialThatWasTakenIsNoBreachAlthoughTheReplyToItIsLost() {
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("unsaid", "use", Questions.ASK));
        String id = id(question(server, session));

        gateway.faults().lostReplies.set(1);
        server.decide(session, new Verdict(id, false, "no"));

        Heard heard = hear(server, session, 0);
        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("tool blocked");
        assertThat(texts(heard, AgentEvent.Type.INCIDENT)).isEmpty();
    }

    @Test
    void aPermissionThatAnotherSubscriberGaveIsABreach() {
        gateway.on("raced", run -> {
            run.session("s-1");
            run.mayUseAsDecidedBy("someone-else", "Bash", Map.of("command", "make"), "toolu_9");
            run.worksUntilStopped();
        });
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("raced", "raced", Questions.ASK));

        Heard heard = hear(server, session, 0);

        assertThat(texts(heard, AgentEvent.Type.INCIDENT))
                .containsExactly("a tool was allowed by somebody else than Krate");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void gatesAreThereOnlyForAnAgentThatWaitsAndOverTwoConnections() {
        AgentMuxRuntime server = world.server();
        assertThat(server.capabilities("claude"))
                .doesNotContain(Capability.GATES)
                .contains(Capability.RESUME);

        gateway.on("wait", MuxPlays.hanging("waiting"));
        Session session = server.launch(world.request("two", "wait", Questions.ASK));

        assertThat(gateway.connections()).isEqualTo(2);
        assertThat(server.capabilities("claude")).contains(Capability.GATES).doesNotContain(Capability.FORK);
        assertThat(server.capabilities("codex")).doesNotContain(Capability.GATES, Capability.RESUME);
        server.cancel(session, "enough");
    }

    private static String id(AgentEvent question) {
        return question.details().getOrDefault(Detail.REQUEST_ID, "");
    }

    private static AgentEvent question(AgentMuxRuntime server, Session session) {
        long cursor = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
            for (AgentEvent event :
                    server.events(session, cursor, Duration.ofSeconds(10)).events()) {
                if (event.type() == AgentEvent.Type.QUESTION) {
                    return event;
                }
                cursor = event.cursor();
            }
        }
        throw new AssertionError("no question was asked");
    }

    private List<Object> decisions() {
        return gateway.heard().stream()
                .filter(frame -> "hook.decision".equals(frame.get("type")))
                .map(frame -> frame.get("decision"))
                .toList();
    }
}
