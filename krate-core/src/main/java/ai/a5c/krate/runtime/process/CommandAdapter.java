package ai.a5c.krate.runtime.process;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.runtime.AgentEvent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Any command: it reads the prompt on standard input and writes lines, each a JSON event or plain text.
 *
 * <p>An event is {@code {"type": "message", "text": "...", "details": {"name": "value"}}} on one line; types are
 * {@code started}, {@code message}, {@code progress}, {@code tool_call}, {@code tool_result}, {@code usage}, {@code
 * result} and {@code error}; {@code details} may be absent and holds strings, numbers and booleans. Every other line is
 * output. The exit status alone decides whether the agent succeeded.
 */
final class CommandAdapter implements Adapter {

    private static final Map<String, AgentEvent.Type> TYPES = List.of(AgentEvent.Type.values()).stream()
            .filter(type -> type != AgentEvent.Type.OUTPUT)
            .collect(Collectors.toUnmodifiableMap(type -> type.name().toLowerCase(Locale.ROOT), type -> type));

    @Override
    public String name() {
        return "command";
    }

    @Override
    public List<String> command(List<String> requested) {
        return requested;
    }

    @Override
    public List<Said> read(String line) {
        return List.of(event(line).orElseGet(() -> Said.of(AgentEvent.Type.OUTPUT, line)));
    }

    @Override
    public Optional<String> failure(List<String> lastLines) {
        return Optional.empty();
    }

    private static Optional<Said> event(String line) {
        return object(line)
                .flatMap(event -> Optional.ofNullable(TYPES.get(text(event.get("type"))))
                        .filter(type -> event.get("text") instanceof String)
                        .map(type -> new Said(type, text(event.get("text")), details(event.get("details")))));
    }

    /** The JSON object that a line is, if it is one. */
    static Optional<Map<String, Object>> object(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.readObject(line));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
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

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
