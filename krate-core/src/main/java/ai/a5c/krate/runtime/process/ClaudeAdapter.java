package ai.a5c.krate.runtime.process;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.runtime.AgentEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Claude Code without a terminal: {@code claude -p --output-format stream-json --verbose}, the prompt on standard
 * input; one JSON object a line, of type {@code system}, {@code assistant}, {@code user} or {@code result}.
 */
final class ClaudeAdapter implements Adapter {

    @Override
    public String name() {
        return "claude";
    }

    @Override
    public List<String> command(List<String> requested) {
        return Stream.concat(
                        Stream.of("claude", "-p", "--output-format", "stream-json", "--verbose"), requested.stream())
                .toList();
    }

    @Override
    public List<Said> read(String line) {
        List<Said> said =
                CommandAdapter.object(line).map(ClaudeAdapter::message).orElse(List.of());
        return said.isEmpty() ? List.of(Said.of(AgentEvent.Type.OUTPUT, line)) : said;
    }

    @Override
    public Optional<String> failure(List<String> lastLines) {
        Optional<Map<String, Object>> result = lastLines.stream()
                .flatMap(line -> CommandAdapter.object(line).stream())
                .filter(message -> "result".equals(message.get("type")))
                .reduce((first, last) -> last);
        if (result.isEmpty()) {
            return Optional.of("ended without a result");
        }
        return result.filter(ClaudeAdapter::failed)
                .map(message -> "said that it failed: " + text(message.get("subtype"), "no reason given"));
    }

    private static List<Said> message(Map<String, Object> message) {
        return switch (text(message.get("type"), "")) {
            case "system" -> started(message);
            case "assistant" ->
                blocks(message).flatMap(block -> block(block).stream()).toList();
            case "user" ->
                blocks(message).flatMap(block -> toolResult(block).stream()).toList();
            case "result" -> result(message);
            default -> List.of();
        };
    }

    private static List<Said> started(Map<String, Object> message) {
        if (!"init".equals(message.get("subtype"))) {
            return List.of(Said.of(AgentEvent.Type.PROGRESS, text(message.get("subtype"), "system")));
        }
        Map<String, String> details = some(message, Map.of("sessionId", "session_id", "model", "model"));
        return List.of(new Said(AgentEvent.Type.STARTED, "Claude Code session", details));
    }

    private static Optional<Said> block(Map<String, Object> block) {
        return switch (text(block.get("type"), "")) {
            case "text" -> Optional.of(Said.of(AgentEvent.Type.MESSAGE, text(block.get("text"), "")));
            case "thinking" -> Optional.of(Said.of(AgentEvent.Type.PROGRESS, text(block.get("thinking"), "")));
            case "tool_use" -> Optional.of(toolCall(block));
            default -> Optional.empty();
        };
    }

    private static Said toolCall(Map<String, Object> block) {
        String tool = text(block.get("name"), "unnamed");
        Map<String, String> details = new LinkedHashMap<>(some(block, Map.of("toolCall", "id")));
        details.put("tool", tool);
        return new Said(AgentEvent.Type.TOOL_CALL, tool + " " + Json.write(block.get("input")), details);
    }

    private static Optional<Said> toolResult(Map<String, Object> block) {
        if (!"tool_result".equals(block.get("type"))) {
            return Optional.empty();
        }
        Map<String, String> details = some(block, Map.of("toolCall", "tool_use_id", "failed", "is_error"));
        return Optional.of(new Said(AgentEvent.Type.TOOL_RESULT, content(block.get("content")), details));
    }

    private static List<Said> result(Map<String, Object> message) {
        Map<String, String> spent = new LinkedHashMap<>(some(
                map(message.get("usage")), Map.of("inputTokens", "input_tokens", "outputTokens", "output_tokens")));
        spent.putAll(some(message, Map.of("costUsd", "total_cost_usd", "durationMillis", "duration_ms")));
        Map<String, String> details = some(message, Map.of("sessionId", "session_id", "subtype", "subtype"));
        AgentEvent.Type type = failed(message) ? AgentEvent.Type.ERROR : AgentEvent.Type.RESULT;
        return List.of(
                new Said(AgentEvent.Type.USAGE, "", spent),
                new Said(type, text(message.get("result"), text(message.get("subtype"), "")), details));
    }

    private static boolean failed(Map<String, Object> result) {
        return Boolean.TRUE.equals(result.get("is_error")) || !"success".equals(result.get("subtype"));
    }

    private static Stream<Map<String, Object>> blocks(Map<String, Object> message) {
        Object content = map(message.get("message")).get("content");
        if (content instanceof List<?> blocks) {
            return blocks.stream().map(ClaudeAdapter::map);
        }
        return content instanceof String text ? Stream.of(Map.of("type", "text", "text", text)) : Stream.empty();
    }

    /** The text of a tool's answer: a string, or blocks of which those with text count. */
    private static String content(@Nullable Object content) {
        if (content instanceof List<?> blocks) {
            return blocks.stream()
                    .map(block -> text(map(block).get("text"), ""))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("\n"));
        }
        return text(content, "");
    }

    /** Members of {@code from} that are strings, numbers or booleans, under the names that Krate gives them. */
    private static Map<String, String> some(Map<String, Object> from, Map<String, String> memberByName) {
        Map<String, String> found = new LinkedHashMap<>();
        memberByName.forEach((name, member) -> {
            Object value = from.get(member);
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                found.put(name, value.toString());
            }
        });
        return found;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static String text(@Nullable Object value, String otherwise) {
        return value instanceof String text ? text : otherwise;
    }
}
