package ai.a5c.krate.gitea;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One JSON object of a delivery, read member by member; a member of another type than expected gives a reason. */
final class Payload {

    private final Map<?, ?> members;
    private final String path;

    private Payload(Map<?, ?> members, String path) {
        this.members = members;
        this.path = path;
    }

    static Payload of(Map<String, Object> members) {
        return new Payload(members, "$");
    }

    /** Whether there is such a member, and it is not null. */
    boolean has(String name) {
        return members.get(name) != null;
    }

    Payload object(String name) {
        return optionalObject(name).orElseThrow(() -> unlike(name, "an object"));
    }

    Optional<Payload> optionalObject(String name) {
        Object value = members.get(name);
        return value == null ? Optional.empty() : Optional.of(asObject(name, value));
    }

    List<Payload> objects(String name) {
        List<Payload> found = new ArrayList<>();
        for (Object item : items(name)) {
            found.add(asObject(name, item));
        }
        return found;
    }

    List<String> texts(String name) {
        List<String> found = new ArrayList<>();
        for (Object item : items(name)) {
            found.add(asText(name, item));
        }
        return found;
    }

    String text(String name) {
        return asText(name, members.get(name));
    }

    /** The text, or empty if the member is missing or null. */
    String textOrEmpty(String name) {
        return has(name) ? text(name) : "";
    }

    long number(String name) {
        Object value = members.get(name);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw unlike(name, "a whole number");
    }

    boolean flag(String name) {
        Object value = members.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        throw unlike(name, "true or false");
    }

    Instant time(String name) {
        String text = text(name);
        return Rfc3339.inWholeSeconds(text).or(() -> Rfc3339.parse(text)).orElseThrow(() -> unlike(name, "a time"));
    }

    private List<?> items(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw unlike(name, "a list");
    }

    private Payload asObject(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new Payload(map, path + "." + name);
        }
        throw unlike(name, "an object");
    }

    private String asText(String name, @Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw unlike(name, "a text");
    }

    private NoEventException unlike(String name, String expected) {
        return new NoEventException(
                "the delivery cannot be read: expected %s at %s.%s".formatted(expected, path, name));
    }
}
