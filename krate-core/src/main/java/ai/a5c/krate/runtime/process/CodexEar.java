package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Detail;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the events of {@code codex exec --json}; a turn's result is the last message in it. */
final class CodexEar implements Ear {

    private static final int MOST_CALLS = 1_000;

    private final Set<String> calls = new HashSet<>();
    private String message = "";
    private long turn;

    @Override
    public List<Said> hear(String line) {
        List<Said> said = JsonLine.parse(line).map(this::event).orElse(List.of());
        return said.isEmpty() ? List.of(Said.of(AgentEvent.Type.OUTPUT, line)) : said;
    }

    private List<Said> event(JsonLine event) {
        return switch (event.text("type")) {
            case "thread.started" ->
                List.of(new Said(
                        AgentEvent.Type.STARTED, "Codex session", event.some(Map.of(Detail.SESSION_ID, "thread_id"))));
            case "turn.started" -> turnStarted();
            case "turn.completed" -> turnCompleted(event.object("usage"));
            case "turn.failed" ->
                List.of(Said.of(AgentEvent.Type.ERROR, event.object("error").text("message", "the turn failed")));
            case "item.started" -> item(event.object("item"), false);
            case "item.completed" -> item(event.object("item"), true);
            case "item.updated" -> List.of(Said.of(AgentEvent.Type.PROGRESS, told(event.object("item"))));
            case "error" -> List.of(Said.of(AgentEvent.Type.ERROR, event.text("message", "no reason given")));
            default -> List.of();
        };
    }

    private List<Said> turnStarted() {
        turn++;
        message = "";
        return List.of(new Said(AgentEvent.Type.PROGRESS, "turn " + turn, Map.of(Detail.TURN, String.valueOf(turn))));
    }

    private List<Said> turnCompleted(JsonLine usage) {
        Map<String, String> spent =
                new LinkedHashMap<>(usage.some(Map.of("inputTokens", "input_tokens", "outputTokens", "output_tokens")));
        long fresh = Math.max(0, usage.count("input_tokens") - usage.count("cached_input_tokens"));
        spent.put(Detail.TOKENS, String.valueOf(fresh + usage.count("output_tokens")));
        spent.put(Detail.TURN, String.valueOf(turn));
        return List.of(
                new Said(AgentEvent.Type.USAGE, "", spent),
                new Said(AgentEvent.Type.RESULT, message, Map.of(Detail.TURN, String.valueOf(turn))));
    }

    private List<Said> item(JsonLine item, boolean completed) {
        return switch (item.text("type", item.text("item_type"))) {
            case "agent_message", "assistant_message" -> completed ? message(item.text("text")) : progress(item);
            case "command_execution" -> tool(item, completed, "shell", item.text("command"));
            case "file_change" -> tool(item, completed, "edit", changes(item));
            case "mcp_tool_call" ->
                tool(
                        item,
                        completed,
                        "mcp__%s__%s".formatted(item.text("server"), item.text("tool")),
                        item.json("arguments"));
            case "web_search" -> tool(item, completed, "web_search", item.text("query"));
            case "error" -> List.of(Said.of(AgentEvent.Type.ERROR, item.text("message", "no reason given")));
            default -> progress(item);
        };
    }

    private List<Said> message(String text) {
        message = text;
        return List.of(Said.of(AgentEvent.Type.MESSAGE, text));
    }

    private static List<Said> progress(JsonLine item) {
        return List.of(Said.of(AgentEvent.Type.PROGRESS, told(item)));
    }

    private List<Said> tool(JsonLine item, boolean completed, String tool, String input) {
        String id = item.text("id");
        List<Said> said = new ArrayList<>();
        if (!completed || !calls.contains(id)) {
            said.add(new Said(
                    AgentEvent.Type.TOOL_CALL, tool + " " + input, Map.of(Detail.TOOL, tool, Detail.TOOL_CALL, id)));
        }
        if (completed) {
            calls.remove(id);
            boolean failed = Set.of("failed", "declined").contains(item.text("status"));
            Map<String, String> details = item.some(Map.of("exitCode", "exit_code"));
            details.put(Detail.TOOL_CALL, id);
            details.put("failed", String.valueOf(failed));
            said.add(new Said(AgentEvent.Type.TOOL_RESULT, outcome(item), details));
        } else if (calls.size() < MOST_CALLS) {
            calls.add(id);
        }
        return said;
    }

    private static String outcome(JsonLine item) {
        return item.text(
                "aggregated_output",
                item.object("error")
                        .text(
                                "message",
                                item.object("result")
                                        .objects("content")
                                        .map(part -> part.text("text"))
                                        .filter(text -> !text.isEmpty())
                                        .collect(Collectors.joining("\n"))));
    }

    private static String changes(JsonLine item) {
        return item.objects("changes")
                .map(change -> change.text("kind") + " " + change.text("path"))
                .collect(Collectors.joining(", "));
    }

    /** What an item that is neither a message nor a tool says of itself. */
    private static String told(JsonLine item) {
        String list = item.objects("items")
                .map(entry -> (entry.is("completed") ? "[x] " : "[ ] ") + entry.text("text"))
                .collect(Collectors.joining("\n"));
        return list.isEmpty() ? item.text("text", item.text("type", "item")) : list;
    }
}
