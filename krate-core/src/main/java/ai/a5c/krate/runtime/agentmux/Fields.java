package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads members of what the gateway says, which may be anything. */
final class Fields {

    private Fields() {}

    /** The text of a member; empty if it is none. */
    static String text(Map<String, Object> object, String name) {
        return object.get(name) instanceof String text ? text : "";
    }

    /** The number of a member; 0 if it is none. */
    static long number(Map<String, Object> object, String name) {
        return object.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** The object of a member; empty if it is none. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(Map<String, Object> object, String name) {
        return object.get(name) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The objects among the elements of a member. */
    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> objects(Map<String, Object> object, String name) {
        return object.get(name) instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(one -> (Map<String, Object>) one)
                        .toList()
                : List.of();
    }

    /** A member as text: itself if it is text, else its JSON. */
    static String shown(Map<String, Object> object, String name) {
        Object value = object.get(name);
        if (value == null) {
            return "";
        }
        return value instanceof String text ? text : Json.write(value);
    }

    /** The object that {@code text} is; empty if it is none. */
    static Optional<Map<String, Object>> parsed(String text) {
        try {
            return Optional.of(Json.readObject(text));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }
}
