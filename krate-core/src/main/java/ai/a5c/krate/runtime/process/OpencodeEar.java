package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads OpenCode's events; the result is what it said in the step that finished for another reason than its tools. */
final class OpencodeEar implements Ear {

    private static final int LONGEST = 32 * 1024;

    private final StringBuilder answer = new StringBuilder();
    private boolean started;
    private long turn;

    @Override
    public List<Said> hear(String line) {
        List<Said> said = JsonLine.parse(line).map(this::event).orElse(List.of());
        return said.isEmpty() ? List.of(Said.of(AgentEvent.Type.OUTPUT, line)) : said;
    }

    static String reason(JsonLine event) {
        JsonLine error = event.object("error");
        return error.object("data").text("message", error.text("name", "no reason given"));
    }

    private List<Said> event(JsonLine event) {
        JsonLine part = event.object("part");
        return switch (event.text("type")) {
            case "step_start" -> stepStart(event);
            case "text" -> text(part);
            case "reasoning" -> List.of(Said.of(AgentEvent.Type.PROGRESS, part.text("text")));
            case "tool_use" -> toolUse(part);
            case "step_finish" -> stepFinish(part);
            case "error" -> List.of(Said.of(AgentEvent.Type.ERROR, reason(event)));
            default -> List.of();
        };
    }

    private List<Said> stepStart(JsonLine event) {
        turn++;
        answer.setLength(0);
        Map<String, String> details = event.some(Map.of(Detail.SESSION_ID, "sessionID"));
        details.put(Detail.TURN, String.valueOf(turn));
        Said said = started
                ? new Said(AgentEvent.Type.PROGRESS, "step " + turn, details)
                : new Said(AgentEvent.Type.STARTED, "OpenCode session", details);
        started = true;
        return List.of(said);
    }

    private List<Said> text(JsonLine part) {
        if (answer.length() < LONGEST) {
            answer.append(part.text("text"));
        }
        return List.of(Said.of(AgentEvent.Type.MESSAGE, part.text("text")));
    }

    private static List<Said> toolUse(JsonLine part) {
        String tool = part.text("tool", "unnamed");
        JsonLine state = part.object("state");
        Map<String, String> call = part.some(Map.of(Detail.TOOL_CALL, "callID"));
        call.put(Detail.TOOL, tool);
        Map<String, String> result = part.some(Map.of(Detail.TOOL_CALL, "callID"));
        result.put("failed", String.valueOf(state.text("status").equals("error")));
        return List.of(
                new Said(AgentEvent.Type.TOOL_CALL, tool + " " + state.json("input"), call),
                new Said(AgentEvent.Type.TOOL_RESULT, state.text("output", state.text("error")), result));
    }

    private List<Said> stepFinish(JsonLine part) {
        JsonLine tokens = part.object("tokens");
        Map<String, String> spent =
                new LinkedHashMap<>(tokens.some(Map.of("inputTokens", "input", "outputTokens", "output")));
        spent.put(
                Detail.TOKENS,
                String.valueOf(tokens.count("input")
                        + tokens.count("output")
                        + tokens.count("reasoning")
                        + tokens.object("cache").count("write")));
        spent.put(Detail.COST_USD, Amounts.text(part.amount("cost")));
        spent.put(Detail.TURN, String.valueOf(turn));
        List<Said> said = new ArrayList<>(List.of(new Said(AgentEvent.Type.USAGE, "", spent)));
        if (!part.text("reason").equals("tool-calls")) {
            said.add(new Said(AgentEvent.Type.RESULT, answer.toString(), Map.of(Detail.TURN, String.valueOf(turn))));
        }
        return said;
    }
}
