package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads Gemini's stream; its messages come in pieces, and the result is what it said after its last tool. */
final class GeminiEar implements Ear {

    private static final int LONGEST = 32 * 1024;

    private final StringBuilder answer = new StringBuilder();

    @Override
    public List<Said> hear(String line) {
        List<Said> said = JsonLine.parse(line).map(this::event).orElse(List.of());
        return said.isEmpty() ? List.of(Said.of(AgentEvent.Type.OUTPUT, line)) : said;
    }

    static boolean failed(JsonLine result) {
        return !result.text("status").equals("success");
    }

    private List<Said> event(JsonLine event) {
        return switch (event.text("type")) {
            case "init" ->
                List.of(new Said(
                        AgentEvent.Type.STARTED,
                        "Gemini session",
                        event.some(Map.of(Detail.SESSION_ID, "session_id", Detail.MODEL, "model"))));
            case "message" -> message(event);
            case "tool_use" -> toolUse(event);
            case "tool_result" -> toolResult(event);
            case "error" ->
                List.of(Said.of(
                        event.text("severity").equals("warning") ? AgentEvent.Type.PROGRESS : AgentEvent.Type.ERROR,
                        event.text("message", "no reason given")));
            case "result" -> result(event);
            default -> List.of();
        };
    }

    private List<Said> message(JsonLine event) {
        if (!event.text("role").equals("assistant")) {
            return List.of(Said.of(AgentEvent.Type.PROGRESS, "prompt read"));
        }
        if (answer.length() < LONGEST) {
            answer.append(event.text("content"));
        }
        return List.of(Said.of(AgentEvent.Type.MESSAGE, event.text("content")));
    }

    private List<Said> toolUse(JsonLine event) {
        answer.setLength(0);
        String tool = event.text("tool_name", "unnamed");
        Map<String, String> details = event.some(Map.of(Detail.TOOL_CALL, "tool_id"));
        details.put(Detail.TOOL, tool);
        return List.of(new Said(AgentEvent.Type.TOOL_CALL, tool + " " + event.json("parameters"), details));
    }

    private static List<Said> toolResult(JsonLine event) {
        Map<String, String> details = event.some(Map.of(Detail.TOOL_CALL, "tool_id"));
        details.put("failed", String.valueOf(event.text("status").equals("error")));
        return List.of(new Said(
                AgentEvent.Type.TOOL_RESULT,
                event.text("output", event.object("error").text("message")),
                details));
    }

    private List<Said> result(JsonLine event) {
        JsonLine stats = event.object("stats");
        Map<String, String> spent = new LinkedHashMap<>(stats.some(Map.of(
                "inputTokens", "input_tokens", "outputTokens", "output_tokens", "durationMillis", "duration_ms")));
        long fresh = Math.max(0, stats.count("input_tokens") - stats.count("cached"));
        spent.put(Detail.TOKENS, String.valueOf(fresh + stats.count("output_tokens")));
        spent.put(Detail.TURN, "1");
        List<Said> said = new ArrayList<>(List.of(new Said(AgentEvent.Type.USAGE, "", spent)));
        said.add(
                failed(event)
                        ? Said.of(AgentEvent.Type.ERROR, event.object("error").text("message", "no reason given"))
                        : new Said(AgentEvent.Type.RESULT, answer.toString(), Map.of(Detail.TURN, "1")));
        return said;
    }
}
