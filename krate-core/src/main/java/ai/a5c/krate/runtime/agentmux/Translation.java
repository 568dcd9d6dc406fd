package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.Setup.Questions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a run's events, in their order from the first, into Krate's words; the same events always give the same.
 *
 * <p>The text of a message is told once, when it is complete. Raw lines of standard output, which repeat everything, are
 * only counted.
 */
final class Translation {

    private static final String OVERFLOW = "Event buffer overflow";

    private final Map<String, AgentMuxSettings.Price> prices;
    private final Set<String> calls = new HashSet<>();
    private final Set<String> told = new HashSet<>();
    private final List<AgentEvent> out = new ArrayList<>();
    private final QuestionWords questions;
    private String model = "";
    private String message = "";
    private String said = "";
    private long messageAt;
    private String thought = "";
    private long thoughtAt;
    private String last = "";
    private long turn = 1;
    private long at;
    private long emitted;
    private long bytes;

    Translation(Questions mode, boolean blocking, Map<String, AgentMuxSettings.Price> prices) {
        this.prices = prices;
        this.questions = new QuestionWords(mode, blocking);
    }

    /** What the event with number {@code seq} adds; each has a cursor of its own. */
    List<AgentEvent> of(long seq, Map<String, Object> event) {
        out.clear();
        at = seq;
        String type = Fields.text(event, "type");
        if (!type.equals("log") && !type.startsWith("hook_")) {
            think(type);
        }
        if (!(text(type, event) || tool(type, event) || trouble(type, event))) {
            other(type, event);
        }
        return List.copyOf(out);
    }

    /** How much the agent has said, in bytes. */
    long bytes() {
        return bytes;
    }

    /** The texts of all messages so far. */
    Set<String> told() {
        return told;
    }

    /** The last message. */
    String last() {
        return last;
    }

    private void think(String type) {
        if (!thought.isEmpty() && !type.startsWith("thinking")) {
            if (thoughtAt > emitted) {
                emit(thoughtAt, AgentEvent.Type.PROGRESS, thought, Map.of());
            }
            thought = "";
        }
    }

    private boolean text(String type, Map<String, Object> event) {
        switch (type) {
            case "text_delta" -> delta(event);
            case "message_start", "turn_end" -> whole();
            case "message_stop" -> {
                String text = Fields.text(event, "text");
                message = text.isEmpty() ? message : text;
                messageAt = at;
                whole();
            }
            case "thinking_delta" -> {
                thought = grown(thought, event);
                thoughtAt = at;
            }
            case "thinking_stop" -> {
                String whole = Fields.text(event, "thinking");
                thought = whole.isEmpty() ? thought : whole;
                thoughtAt = at;
                think("");
            }
            case "turn_start" -> turn = Fields.number(event, "turnIndex") + 1;
            default -> {
                return false;
            }
        }
        return true;
    }

    private void delta(Map<String, Object> event) {
        String delta = Fields.text(event, "delta");
        if (!message.isEmpty() && Fields.text(event, "accumulated").equals(delta)) {
            whole();
        }
        message = grown(message, event);
        messageAt = at;
    }

    /** What the gateway says to be the whole text so far, which also holds what was lost on the way. */
    private static String grown(String before, Map<String, Object> event) {
        String accumulated = Fields.text(event, "accumulated");
        return accumulated.isEmpty() ? before + Fields.text(event, "delta") : accumulated;
    }

    /** Tells what is not told yet of a message that is complete. */
    private void whole() {
        tell(messageAt > emitted ? messageAt : at);
        if (!message.isEmpty()) {
            told.add(message);
            last = message;
        }
        message = "";
        said = "";
    }

    /** Tells what is not told yet of a message, ahead of something else that comes now. */
    private void ahead() {
        if (messageAt > emitted && messageAt < at) {
            tell(messageAt);
        }
    }

    private void tell(long cursor) {
        String rest = message.startsWith(said) ? message.substring(said.length()) : message;
        if (!rest.isEmpty()) {
            emit(cursor, AgentEvent.Type.MESSAGE, rest, Map.of());
            said = message;
        }
    }

    private boolean tool(String type, Map<String, Object> event) {
        String id = Fields.text(event, "toolCallId");
        String name = Fields.text(event, "toolName");
        switch (type) {
            case "tool_call_start" -> {
                String input = Fields.text(event, "inputAccumulated");
                if (!input.isEmpty() && !input.equals("{}")) {
                    called(id, name, input);
                }
            }
            case "tool_input_delta", "tool_call_input_delta" -> {}
            case "tool_call_ready", "mcp_tool_call_start" -> called(id, name, Fields.shown(event, "input"));
            case "shell_start" -> called("", "shell", Fields.text(event, "command"));
            case "tool_result", "mcp_tool_result" -> answered(id, name, Fields.shown(event, "output"), false);
            case "tool_error", "mcp_tool_error" -> answered(id, name, Fields.shown(event, "error"), true);
            case "shell_exit" -> answered("", "shell", "exited with status " + Fields.number(event, "exitCode"), false);
            case "shell_stdout_delta", "shell_stderr_delta" ->
                emit(at, AgentEvent.Type.OUTPUT, Fields.text(event, "delta"), Map.of());
            default -> {
                return false;
            }
        }
        return true;
    }

    /** A call that was told before is not told again: the gateway repeats calls of earlier turns. */
    private void called(String id, String name, String input) {
        if (id.isEmpty() || calls.add(id)) {
            ahead();
            emit(at, AgentEvent.Type.TOOL_CALL, (name + " " + input).strip(), tool(id, name));
        }
    }

    private void answered(String id, String name, String output, boolean failed) {
        Map<String, String> details = tool(id, name);
        if (failed) {
            details.put("failed", "true");
        }
        emit(at, AgentEvent.Type.TOOL_RESULT, output, details);
    }

    private static Map<String, String> tool(String id, String name) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put(Detail.TOOL, name);
        if (!id.isEmpty()) {
            details.put(Detail.TOOL_CALL, id);
        }
        return details;
    }

    private boolean trouble(String type, Map<String, Object> event) {
        switch (type) {
            case "error", "auth_error", "rate_limit_error" ->
                emit(
                        at,
                        AgentEvent.Type.ERROR,
                        (Fields.text(event, "message") + " " + Fields.text(event, "guidance")).strip(),
                        Map.of("code", Fields.text(event, "code").isEmpty() ? type : Fields.text(event, "code")));
            case "context_exceeded" ->
                emit(at, AgentEvent.Type.ERROR, "the context is full", Map.of("code", "CONTEXT_EXCEEDED"));
            case "crash" ->
                emit(
                        at,
                        AgentEvent.Type.ERROR,
                        "the agent exited with status %d: %s"
                                .formatted(Fields.number(event, "exitCode"), Fields.text(event, "stderr"))
                                .strip(),
                        Map.of("code", "AGENT_CRASH"));
            case "debug" -> {
                if (Fields.text(event, "message").contains(OVERFLOW)) {
                    gap("the gateway's event buffer overflowed: some of what the agent said is missing");
                }
            }
            case "gateway.notification" -> {
                if (Fields.text(event, "code").equals("events_truncated")) {
                    gap("the gateway has cut off the run's events");
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void gap(String words) {
        emit(at, AgentEvent.Type.GAP, words, Map.of());
    }

    private void other(String type, Map<String, Object> event) {
        switch (type) {
            case "session_start" ->
                emit(
                        at,
                        AgentEvent.Type.STARTED,
                        "session " + Fields.text(event, "sessionId"),
                        Map.of(Detail.SESSION_ID, Fields.text(event, "sessionId")));
            case "cost" -> {
                ahead();
                spent(Fields.object(event, "cost"));
            }
            case "log" -> logged(event);
            case "hook_requested", "hook_decision" ->
                questions.of(at, type, event).ifPresent(one -> emit(at, one.type(), one.text(), one.details()));
            case "run.finalized" -> finished(Fields.text(event, "exitReason"));
            case "input_required" -> emit(at, AgentEvent.Type.INPUT_NEEDED, Fields.text(event, "question"), Map.of());
            case "approval_request" -> unanswerable(Fields.text(event, "action"));
            case "retry" ->
                emit(
                        at,
                        AgentEvent.Type.PROGRESS,
                        "the gateway starts the agent again: " + Fields.text(event, "reason"),
                        Map.of());
            case "timeout" ->
                emit(at, AgentEvent.Type.PROGRESS, "a limit was passed: " + Fields.text(event, "kind"), Map.of());
            case "subagent_spawn" -> lane(event, "started", Fields.text(event, "prompt"));
            case "subagent_result" -> lane(event, "succeeded", Fields.text(event, "summary"));
            case "subagent_error" -> lane(event, "failed", Fields.text(event, "error"));
            default -> {}
        }
    }

    private void unanswerable(String question) {
        emit(
                at,
                AgentEvent.Type.PROGRESS,
                "the agent asks what the gateway cannot pass an answer to: " + question,
                Map.of());
    }

    private void lane(Map<String, Object> event, String state, String words) {
        emit(
                at,
                AgentEvent.Type.LANE,
                words,
                Map.of(
                        Detail.LANE, Fields.text(event, "subagentId"),
                        Detail.LANE_NAME, Fields.text(event, "agentName"),
                        Detail.LANE_STATE, state));
    }

    private void logged(Map<String, Object> event) {
        String line = Fields.text(event, "line");
        bytes += line.getBytes(StandardCharsets.UTF_8).length;
        if (Fields.text(event, "source").equals("stderr")) {
            emit(at, AgentEvent.Type.OUTPUT, line, Map.of());
        } else if (model.isEmpty() && line.contains("\"model\"")) {
            model = Fields.parsed(line).map(init -> Fields.text(init, "model")).orElse("");
        }
    }

    private void spent(Map<String, Object> cost) {
        long input = Fields.number(cost, "inputTokens");
        long output = Fields.number(cost, "outputTokens");
        long cached = Math.max(Fields.number(cost, "cacheReadTokens"), Fields.number(cost, "cachedTokens"));
        Map<String, String> details = new LinkedHashMap<>();
        details.put(Detail.TOKENS, String.valueOf(input + output));
        details.put(Detail.TURN, String.valueOf(turn));
        if (!model.isEmpty()) {
            details.put(Detail.MODEL, model);
        }
        double dollars = cost.get("totalUsd") instanceof Number total ? total.doubleValue() : 0;
        prices.entrySet().stream()
                .filter(one -> model.startsWith(one.getKey()))
                .max((one, other) ->
                        Integer.compare(one.getKey().length(), other.getKey().length()))
                .map(Map.Entry::getValue)
                .map(price -> (input * price.input() + output * price.output() + cached * price.cachedInput()) / 1e6)
                .or(() -> dollars > 0 ? Optional.of(dollars) : Optional.empty())
                .ifPresent(usd -> details.put(Detail.COST_USD, String.valueOf(usd)));
        emit(
                at,
                AgentEvent.Type.USAGE,
                "%d tokens in, %d out, %d from the cache".formatted(input, output, cached),
                details);
    }

    private void finished(String exitReason) {
        ahead();
        last = message.isEmpty() ? last : message;
        if (exitReason.equals("completed") && !last.isEmpty()) {
            emit(at, AgentEvent.Type.RESULT, last, Map.of());
        }
    }

    private void emit(long cursor, AgentEvent.Type type, String text, Map<String, String> details) {
        Map<String, String> all = new LinkedHashMap<>(details);
        if (type == AgentEvent.Type.MESSAGE
                || type == AgentEvent.Type.TOOL_CALL
                || type == AgentEvent.Type.TOOL_RESULT) {
            all.put(Detail.TURN, String.valueOf(turn));
        }
        if (cursor > emitted) {
            out.add(new AgentEvent(cursor, type, text, all));
            emitted = cursor;
        }
        if (type != AgentEvent.Type.OUTPUT) {
            bytes += text.length();
        }
    }
}
