package ai.a5c.krate.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.testkit.Seeds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lines of agents mean. */
class AdapterTest {

    private final Adapter command = new CommandAdapter();
    private final Adapter claude = new ClaudeAdapter();

    @Test
    void aCommandsEventIsTypeTextAndPlainDetails() {
        assertThat(
                        command.ear()
                                .hear(
                                        "{\"type\":\"tool_call\",\"text\":\"run\",\"details\":{\"tool\":\"sh\",\"n\":2,\"x\":[1]}}"))
                .containsExactly(new Said(AgentEvent.Type.TOOL_CALL, "run", Map.of("tool", "sh", "n", "2")));
        assertThat(command.ear().hear("{\"type\":\"result\",\"text\":\"done\"}"))
                .containsExactly(Said.of(AgentEvent.Type.RESULT, "done"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain text",
                "{",
                "[1]",
                "{\"type\":\"message\"}",
                "{\"type\":\"nonsense\",\"text\":\"x\"}",
                "{\"type\":\"output\",\"text\":\"x\"}",
                "{\"type\":7,\"text\":\"x\"}",
                "{\"type\":\"message\",\"type\":\"result\",\"text\":\"x\"}"
            })
    void everythingElseIsOutput(String line) {
        assertThat(command.ear().hear(line)).containsExactly(Said.of(AgentEvent.Type.OUTPUT, line));
    }

    @Test
    void claudesSessionBeginsWithItsId() {
        assertThat(
                        claude.ear()
                                .hear(
                                        "{\"type\":\"system\",\"subtype\":\"init\",\"session_id\":\"s-1\",\"model\":\"m\",\"tools\":[]}"))
                .containsExactly(new Said(
                        AgentEvent.Type.STARTED, "Claude Code session", Map.of("sessionId", "s-1", "model", "m")));
    }

    @Test
    void eachBlockOfClaudesMessageIsAnEvent() {
        String line = "{\"type\":\"assistant\",\"message\":{\"content\":["
                + "{\"type\":\"text\",\"text\":\"Looking.\"},"
                + "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"Bash\",\"input\":{\"command\":\"ls\"}}]}}";

        assertThat(claude.ear().hear(line))
                .containsExactly(
                        Said.of(AgentEvent.Type.MESSAGE, "Looking."),
                        new Said(
                                AgentEvent.Type.TOOL_CALL,
                                "Bash {\"command\":\"ls\"}",
                                Map.of("tool", "Bash", "toolCall", "t1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\\nb\"", "[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]"})
    void aToolAnswersClaudeInTextOrBlocks(String content) {
        String line = "{\"type\":\"user\",\"message\":{\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t1\","
                + "\"is_error\":true,\"content\":" + content + "}]}}";

        assertThat(claude.ear().hear(line))
                .containsExactly(
                        new Said(AgentEvent.Type.TOOL_RESULT, "a\nb", Map.of("toolCall", "t1", "failed", "true")));
    }

    @Test
    void claudesResultIsWhatItSpentAndWhatItFound() {
        String line = "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"duration_ms\":12,"
                + "\"result\":\"Fixed.\",\"session_id\":\"s-1\",\"total_cost_usd\":0.25,"
                + "\"usage\":{\"input_tokens\":10,\"output_tokens\":20}}";

        assertThat(claude.ear().hear(line))
                .containsExactly(
                        new Said(
                                AgentEvent.Type.USAGE,
                                "",
                                Map.of(
                                        "inputTokens",
                                        "10",
                                        "outputTokens",
                                        "20",
                                        "tokens",
                                        "30",
                                        "turn",
                                        "1",
                                        "costUsd",
                                        "0.25",
                                        "durationMillis",
                                        "12")),
                        new Said(
                                AgentEvent.Type.RESULT,
                                "Fixed.",
                                Map.of("sessionId", "s-1", "subtype", "success", "turn", "1")));
        assertThat(claude.failure(List.of(line))).isEmpty();
    }

    @Test
    void claudeFailsWithoutASuccessfulResult() {
        String failed = "{\"type\":\"result\",\"subtype\":\"error_max_turns\",\"is_error\":true}";

        assertThat(claude.failure(List.of("x"))).contains("ended without a result");
        assertThat(claude.failure(List.of(failed, ""))).contains("said that it failed: error_max_turns");
        assertThat(claude.ear().hear(failed))
                .extracting(Said::type)
                .containsExactly(AgentEvent.Type.USAGE, AgentEvent.Type.ERROR);
    }

    /** Neither adapter fails on, or drops, any line. */
    @Test
    void everyLineSaysSomethingHarmless() {
        String alphabet = "{}[]\",:\\u0001b\0\u001b type message result content assistant user tool_result 1.e9";
        Seeds.forAll(3_000, random -> {
            StringBuilder line = new StringBuilder(random.nextBoolean() ? "{\"type\":\"assistant\",\"message\":" : "");
            random.ints(random.nextInt(60), 0, alphabet.length())
                    .mapToObj(alphabet::charAt)
                    .forEach(line::append);
            for (Adapter adapter : Adapters.ALL) {
                assertThat(adapter.ear().hear(line.toString()))
                        .isNotEmpty()
                        .allSatisfy(said -> assertThat(said.text()).doesNotContain("\0", "\u001b"));
            }
        });
    }

    @Test
    void controlsAndHalfCharactersAreReplacedAndRealTextStays() {
        assertThat(HarmlessText.of("a\tb\nc ü 👩‍👧 שלום")).isEqualTo("a\tb\nc ü 👩‍👧 שלום");
        assertThat(HarmlessText.of("\u001b[31m\u009b\u007f\0\r\ud83d"))
                .isEqualTo("\uFFFD[31m\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
    }

    @ParameterizedTest
    @CsvSource({
        "exit 0, SUCCEEDED, exited with status 0",
        "exit 3, FAILED, exited with status 3",
        "exit 137, FAILED, killed by signal 9",
        "exit 255, FAILED, exited with status 255",
        "timeout 600, TIMED_OUT, ran longer than 600 s",
        "idle 60, IDLE, no output for 60 s",
        "output 1048576, OUTPUT_LIMIT, said more than 1048576 bytes",
        "cancelled, CANCELLED, cancelled: closed",
        "nonsense, LOST, its supervisor is gone and left no exit status"
    })
    void endsAreSaidInSentences(String word, Outcome outcome, String message) {
        assertThat(Ending.of(word, Optional.of("closed"), Optional.empty())).isEqualTo(new End(outcome, message));
    }

    @Test
    void status0WithAFailureIsNoSuccess() {
        assertThat(Ending.of("exit 0", Optional.empty(), Optional.of("ended without a result")))
                .isEqualTo(new End(Outcome.FAILED, "ended without a result"));
    }
}
