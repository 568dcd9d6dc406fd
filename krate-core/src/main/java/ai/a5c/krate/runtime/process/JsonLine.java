package ai.a5c.krate.runtime.process;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An object of some program's JSON, read without trust: what is missing or of another form reads as empty. */
record JsonLine(Map<String, Object> members) {

    private static final JsonLine EMPTY = new JsonLine(Map.of());

    /** The JSON object that a line is, if it is one. */
    static Optional<JsonLine> parse(String line) {
        if (!line.startsWith("{")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new JsonLine(Json.readObject(line)));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked")
    static JsonLine of(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? new JsonLine((Map<String, Object>) map) : EMPTY;
    }

    JsonLine object(String name) {
        return of(members.get(name));
    }

    Stream<JsonLine> objects(String name) {
        return members.get(name) instanceof List<?> list ? list.stream().map(JsonLine::of) : Stream.empty();
    }

    /** A string; empty for all else. */
    String text(String name) {
        return text(name, "");
    }

    String text(String name, String otherwise) {
        return members.get(name) instanceof String text ? text : otherwise;
    }

    long count(String name) {
        return members.get(name) instanceof Number number ? Math.max(0, number.longValue()) : 0;
    }

    double amount(String name) {
        return members.get(name) instanceof Number number ? Math.max(0, number.doubleValue()) : 0;
    }

    boolean is(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    String json(String name) {
        return Json.write(members.get(name));
    }

    /** Members that are strings, numbers or booleans, under the names that Krate gives them. */
    Map<String, String> some(Map<String, String> memberByName) {
        Map<String, String> found = new LinkedHashMap<>();
        memberByName.forEach((name, member) -> {
            Object value = members.get(member);
            if (value instanceof String || value instanceof Number || value instanceof Boolean) {
                found.put(name, value.toString());
            }
        });
        return found;
    }
}
