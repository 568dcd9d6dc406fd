package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads Claude Code's stream: {@code system}, {@code assistant}, {@code user}, {@code control_request}, {@code result}.
 *
 * <p>Its cost is a sum over the life of the process, so the increment is told; tokens are told with the message that
 * they were spent on, and what is left of a turn's with its result. What a subagent says carries the tool call that
 * started it: its lane.
 */
final class ClaudeEar implements Ear {

    private static final Set<String> SUBAGENT_TOOLS = Set.of("Task", "Agent");
    private static final int MOST_LANES = 1_000;

    private final Map<String, String> lanes = new HashMap<>();
    private String lastMessage = "";
    private long turn = 1;
    private long tokensOfTurn;
    private double cost;

    @Override
    public List<Said> hear(String line) {
        List<Said> said = JsonLine.parse(line).map(this::message).orElse(List.of());
        return said.isEmpty() ? List.of(Said.of(AgentEvent.Type.OUTPUT, line)) : said;
    }

    static boolean failed(JsonLine result) {
        return result.is("is_error") || !result.text("subtype").equals("success");
    }

    static boolean isQuestion(JsonLine message) {
        return message.text("type").equals("control_request")
                && message.object("request").text("subtype").equals("can_use_tool");
    }

    private List<Said> message(JsonLine message) {
        return switch (message.text("type")) {
            case "system" -> system(message);
            case "assistant" -> assistant(message);
            case "user" -> user(message);
            case "control_request" -> question(message);
            case "result" -> result(message);
            default -> List.of();
        };
    }

    private List<Said> system(JsonLine message) {
        if (!message.text("subtype").equals("init")) {
            return List.of(Said.of(AgentEvent.Type.PROGRESS, message.text("subtype", "system")));
        }
        Map<String, String> details = message.some(Map.of(Detail.SESSION_ID, "session_id", Detail.MODEL, "model"));
        return turn > 1
                ? List.of(new Said(AgentEvent.Type.PROGRESS, "turn " + turn, details))
                : List.of(new Said(AgentEvent.Type.STARTED, "Claude Code session", details));
    }

    private List<Said> assistant(JsonLine message) {
        String lane = message.text("parent_tool_use_id");
        List<Said> said = new ArrayList<>();
        blocks(message).forEach(block -> said.addAll(block(block, lane)));
        JsonLine body = message.object("message");
        long tokens = tokens(body.object("usage"));
        if (!body.text("id").isEmpty() && !body.text("id").equals(lastMessage) && tokens > 0) {
            tokensOfTurn += tokens;
            said.add(new Said(AgentEvent.Type.USAGE, "", within(lane, spent(tokens))));
        }
        lastMessage = body.text("id", lastMessage);
        return said;
    }

    private List<Said> block(JsonLine block, String lane) {
        return switch (block.text("type")) {
            case "text" -> List.of(new Said(AgentEvent.Type.MESSAGE, block.text("text"), within(lane, Map.of())));
            case "thinking" ->
                List.of(new Said(AgentEvent.Type.PROGRESS, block.text("thinking"), within(lane, Map.of())));
            case "tool_use" -> toolCall(block, lane);
            default -> List.of();
        };
    }

    private List<Said> toolCall(JsonLine block, String lane) {
        String tool = block.text("name", "unnamed");
        Map<String, String> details = within(lane, block.some(Map.of(Detail.TOOL_CALL, "id")));
        details.put(Detail.TOOL, tool);
        Said call = new Said(AgentEvent.Type.TOOL_CALL, tool + " " + block.json("input"), details);
        if (!SUBAGENT_TOOLS.contains(tool) || block.text("id").isEmpty() || lanes.size() >= MOST_LANES) {
            return List.of(call);
        }
        JsonLine input = block.object("input");
        String name = input.text("subagent_type", input.text("description", tool));
        lanes.put(block.text("id"), name);
        return List.of(call, lane(block.text("id"), name, "started"));
    }

    private List<Said> user(JsonLine message) {
        String lane = message.text("parent_tool_use_id");
        List<Said> said = new ArrayList<>();
        blocks(message)
                .filter(block -> block.text("type").equals("tool_result"))
                .forEach(block -> said.addAll(toolResult(block, lane)));
        return said;
    }

    private List<Said> toolResult(JsonLine block, String lane) {
        Map<String, String> details =
                within(lane, block.some(Map.of(Detail.TOOL_CALL, "tool_use_id", "failed", "is_error")));
        Said result = new Said(AgentEvent.Type.TOOL_RESULT, content(block), details);
        String name = lanes.remove(block.text("tool_use_id"));
        return name == null
                ? List.of(result)
                : List.of(result, lane(block.text("tool_use_id"), name, block.is("is_error") ? "failed" : "succeeded"));
    }

    private static Said lane(String lane, String name, String state) {
        return new Said(
                AgentEvent.Type.LANE,
                "%s %s".formatted(name, state),
                Map.of(Detail.LANE, lane, Detail.LANE_NAME, name, Detail.LANE_STATE, state));
    }

    private static List<Said> question(JsonLine message) {
        if (!isQuestion(message)) {
            return List.of();
        }
        JsonLine request = message.object("request");
        String tool = request.text("tool_name", "unnamed");
        Map<String, String> details = request.some(Map.of(Detail.TOOL_CALL, "tool_use_id"));
        details.put(Detail.TOOL, tool);
        details.put(Detail.REQUEST_ID, message.text("request_id"));
        return List.of(new Said(AgentEvent.Type.QUESTION, tool + " " + request.json("input"), details));
    }

    private List<Said> result(JsonLine message) {
        JsonLine usage = message.object("usage");
        Map<String, String> spent = spent(Math.max(0, tokens(usage) - tokensOfTurn));
        spent.putAll(usage.some(Map.of("inputTokens", "input_tokens", "outputTokens", "output_tokens")));
        spent.putAll(message.some(Map.of("durationMillis", "duration_ms")));
        if (message.has("total_cost_usd")) {
            double total = message.amount("total_cost_usd");
            spent.put(Detail.COST_USD, Amounts.text(total < cost ? total : total - cost));
            cost = total;
        }
        Map<String, String> details = message.some(Map.of(Detail.SESSION_ID, "session_id", "subtype", "subtype"));
        details.put(Detail.TURN, String.valueOf(turn));
        turn++;
        tokensOfTurn = 0;
        return List.of(
                new Said(AgentEvent.Type.USAGE, "", spent),
                new Said(
                        failed(message) ? AgentEvent.Type.ERROR : AgentEvent.Type.RESULT,
                        message.text("result", message.text("subtype")),
                        details));
    }

    private Map<String, String> spent(long tokens) {
        Map<String, String> spent = new LinkedHashMap<>();
        spent.put(Detail.TURN, String.valueOf(turn));
        spent.put(Detail.TOKENS, String.valueOf(tokens));
        return spent;
    }

    /** All that was read for the first time, or written; what came out of the cache is not counted again. */
    private static long tokens(JsonLine usage) {
        return usage.count("input_tokens") + usage.count("cache_creation_input_tokens") + usage.count("output_tokens");
    }

    private static Map<String, String> within(String lane, Map<String, String> details) {
        Map<String, String> all = new LinkedHashMap<>(details);
        if (!lane.isEmpty()) {
            all.put(Detail.LANE, lane);
        }
        return all;
    }

    private static Stream<JsonLine> blocks(JsonLine message) {
        JsonLine body = message.object("message");
        return body.members().get("content") instanceof String text
                ? Stream.of(new JsonLine(Map.of("type", "text", "text", text)))
                : body.objects("content");
    }

    /** The text of a tool's answer: a string, or blocks of which those with text count. */
    private static String content(JsonLine block) {
        return block.members().get("content") instanceof String text
                ? text
                : block.objects("content")
                        .map(part -> part.text("text"))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n"));
    }
}
