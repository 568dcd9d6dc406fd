package ai.a5c.krate.runtime.agentmux;

import static ai.a5c.krate.runtime.agentmux.GatewayDefectsTest.texts;
import static ai.a5c.krate.testkit.AgentRuntimeContract.hear;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.testkit.mux.MuxPlays;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapturedConversationsTest {

    @TempDir
    Path root;

    private MuxWorld world;

    @BeforeEach
    void start() {
        world = new MuxWorld(root);
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aRunWithAToolIsToldOnceAndInOrder() {
        Heard heard = replay("capture-reconnect-replay", 0, "claude");

        assertThat(told(heard))
                .containsExactly(
                        "STARTED session ffed38c5-6080-4987-82ae-438d2a58c902",
                        "PROGRESS I should answer briefly.",
                        "TOOL_CALL Bash {\"command\":\"echo one-shot\",\"description\":\"run requested command\"}",
                        "MESSAGE Hello from fake claude. Tool said: one-shot",
                        "USAGE 120 tokens in, 25 out, 900 from the cache",
                        "RESULT Hello from fake claude. Tool said: one-shot");
        assertThat(heard.end()).isEqualTo(new Batch.End(Outcome.SUCCEEDED, "completed"));
        AgentEvent usage = heard.events().stream()
                .filter(event -> event.type() == AgentEvent.Type.USAGE)
                .findFirst()
                .orElseThrow();
        assertThat(usage.details())
                .containsEntry(Detail.TOKENS, "145")
                .containsEntry(Detail.TURN, "1")
                .containsEntry(Detail.MODEL, "claude-sonnet-4-20250514")
                .doesNotContainKey(Detail.COST_USD);
    }

    @Test
    void twoTurnsAreTwoMessagesAndARepeatedCallIsToldOnce() {
        Heard heard = replay("capture-approval-run", 0, "claude");

        assertThat(texts(heard, AgentEvent.Type.MESSAGE))
                .containsExactly(
                        "Hello from fake claude. Tool said: approved-output",
                        "Hello from fake claude. You said: second turn");
        assertThat(texts(heard, AgentEvent.Type.TOOL_CALL)).hasSize(1);
        assertThat(texts(heard, AgentEvent.Type.TOOL_RESULT))
                .containsExactly(
                        "{\"stdout\":\"approved-output\\n\",\"stderr\":\"\",\"interrupted\":false,\"isImage\":false}");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void anAgentWithoutMessageStopsIsUnderstoodToo() {
        Heard heard = replay("capture-codex-run", 0, "codex");

        assertThat(told(heard))
                .containsExactly(
                        "STARTED session 94cebb54-7cc6-491f-852a-4edb3c5abe7e",
                        "TOOL_CALL echo from-codex \"echo from-codex\"",
                        "TOOL_RESULT from-codex\n",
                        "MESSAGE Codex says: tool:echo from-codex",
                        "USAGE 100 tokens in, 15 out, 0 from the cache",
                        "RESULT Codex says: tool:echo from-codex");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aDeniedToolIsToldAsSuch() {
        Heard heard = replay("capture-deny-and-race", 0, "claude");
        assertThat(texts(heard, AgentEvent.Type.TOOL_RESULT)).containsExactly("policy: no writes");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void crashTimeoutSilenceStopAndAMissingDirectoryAreToldApart() {
        assertThat(replay("capture-terminal-states", 0, "claude").end())
                .isEqualTo(new Batch.End(Outcome.FAILED, "AGENT_CRASH: Error: simulated provider failure"));
        assertThat(replay("capture-terminal-states", 1, "claude").end().outcome())
                .isEqualTo(Outcome.TIMED_OUT);
        assertThat(replay("capture-terminal-states", 2, "claude").end().outcome())
                .isEqualTo(Outcome.IDLE);
        assertThat(replay("capture-terminal-states", 3, "claude").end().outcome())
                .isEqualTo(Outcome.CANCELLED);
        assertThat(replay("capture-terminal-states", 4, "claude").end())
                .isEqualTo(new Batch.End(Outcome.FAILED, "AGENT_NOT_FOUND: spawn /usr/local/bin/claude ENOENT"));
        assertThat(replay("capture-terminal-states", 5, "claude").end().outcome())
                .isEqualTo(Outcome.FAILED);
    }

    @Test
    void whatWasAllowedUnattendedIsAnIncidentInBothCaptures() {
        for (int index = 0; index < 2; index++) {
            Translation translation = new Translation(Questions.DENY, true, Map.of());
            List<AgentEvent> events = new ArrayList<>();
            MuxPlays.events("capture-unattended-hooks", index)
                    .forEach(frame -> events.addAll(translation.of(Fields.number(frame, "seq"), event(frame))));
            assertThat(events)
                    .filteredOn(event -> event.type() == AgentEvent.Type.INCIDENT)
                    .hasSize(3);
        }
    }

    @Test
    void aPriceTableMakesDollarsOfTokens() {
        Translation translation =
                new Translation(Questions.ALLOW, true, Map.of("claude-sonnet", new AgentMuxSettings.Price(3, 15, 0.3)));
        List<AgentEvent> events = new ArrayList<>();
        MuxPlays.events("capture-reconnect-replay", 0)
                .forEach(frame -> events.addAll(translation.of(Fields.number(frame, "seq"), event(frame))));
        assertThat(events)
                .filteredOn(event -> event.type() == AgentEvent.Type.USAGE)
                .extracting(event -> Double.parseDouble(event.details().get(Detail.COST_USD)))
                .containsExactly((120 * 3 + 25 * 15 + 900 * 0.3) / 1e6);
    }

    private Heard replay(String name, int index, String agent) {
        String prompt = name + index;
        world.gateway().on(prompt, MuxPlays.captured(name, index));
        AgentMuxRuntime server = world.server();
        Heard heard =
                hear(server, server.launch(world.request(prompt, agent, prompt, MuxWorld.setup(Questions.ALLOW))), 0);
        assertThat(heard.events()).extracting(AgentEvent::cursor).isSorted().doesNotHaveDuplicates();
        server.close();
        return heard;
    }

    private static List<String> told(Heard heard) {
        return heard.events().stream()
                .map(event -> event.type() + " " + event.text())
                .toList();
    }

    private static Map<String, Object> event(Map<String, Object> frame) {
        return Fields.object(frame, "event");
    }
}
