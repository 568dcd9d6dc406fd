package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Any command: it reads the prompt on standard input and writes lines, each a JSON event or plain text.
 *
 * <p>An event is {@code {"type": "message", "text": "...", "details": {"name": "value"}}} on one line; types are
 * {@code started}, {@code message}, {@code progress}, {@code tool_call}, {@code tool_result}, {@code usage}, {@code
 * result}, {@code error} and {@code lane}; {@code details} may be absent and holds strings, numbers and booleans.
 * {@code {"type": "subagent", "id": "...", "name": "...", "task": "...", "prompt": "...", "sources": ["..."]}} asks for a
 * subagent. Every other line is output. The exit status alone decides whether the agent succeeded.
 */
final class CommandAdapter implements Adapter {

    private static final Map<String, AgentEvent.Type> TYPES = Stream.of(
                    AgentEvent.Type.STARTED,
                    AgentEvent.Type.MESSAGE,
                    AgentEvent.Type.PROGRESS,
                    AgentEvent.Type.TOOL_CALL,
                    AgentEvent.Type.TOOL_RESULT,
                    AgentEvent.Type.USAGE,
                    AgentEvent.Type.RESULT,
                    AgentEvent.Type.ERROR,
                    AgentEvent.Type.LANE)
            .collect(Collectors.toUnmodifiableMap(type -> type.name().toLowerCase(Locale.ROOT), type -> type));

    @Override
    public String name() {
        return "command";
    }

    @Override
    public Optional<KnownProgram> program() {
        return Optional.empty();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.STRUCTURED_EVENTS, Capability.CANCEL, Capability.COST);
    }

    /** Those of all agents that are known, since the command may be one of them. */
    @Override
    public Set<String> reserved() {
        return Adapters.ALL.stream()
                .filter(adapter -> adapter != this && adapter.program().isPresent())
                .flatMap(adapter -> adapter.reserved().stream())
                .filter(argument -> argument.startsWith("--"))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public List<String> command(LaunchRequest request) {
        return request.command();
    }

    @Override
    public Ear ear() {
        return line ->
                List.of(event(line).or(() -> subagent(line)).orElseGet(() -> Said.of(AgentEvent.Type.OUTPUT, line)));
    }

    @Override
    public Optional<String> failure(List<String> lastLines) {
        return Optional.empty();
    }

    private static Optional<Said> event(String line) {
        return JsonLine.parse(line)
                .flatMap(event -> Optional.ofNullable(TYPES.get(event.text("type")))
                        .filter(type -> event.members().get("text") instanceof String)
                        .map(type -> new Said(
                                type,
                                event.text("text"),
                                details(event.members().get("details")))));
    }

    /** A request for a subagent, as a lane whose work is asked for. */
    private static Optional<Said> subagent(String line) {
        return JsonLine.parse(line)
                .filter(event -> event.text("type").equals("subagent"))
                .filter(event -> !event.text("id").isEmpty()
                        && !event.text("name").isEmpty()
                        && !event.text("prompt").isEmpty())
                .map(event -> new Said(
                        AgentEvent.Type.LANE,
                        event.text("prompt"),
                        Map.of(
                                Detail.LANE,
                                event.text("id"),
                                Detail.LANE_NAME,
                                event.text("name"),
                                Detail.LANE_STATE,
                                "requested",
                                "task",
                                event.text("task"),
                                "sources",
                                lines(event.members().get("sources")))));
    }

    private static String lines(@Nullable Object value) {
        return value instanceof List<?> items
                ? items.stream().map(String::valueOf).collect(Collectors.joining("\n"))
                : "";
    }

    private static Map<String, String> details(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        return map.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof String
                        || entry.getValue() instanceof Number
                        || entry.getValue() instanceof Boolean)
                .collect(Collectors.toMap(
                        entry -> String.valueOf(entry.getKey()), entry -> String.valueOf(entry.getValue())));
    }
}
