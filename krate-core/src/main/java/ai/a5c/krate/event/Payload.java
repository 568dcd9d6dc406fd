package ai.a5c.krate.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The delivery as the forge wrote it: maps, lists, strings, numbers and booleans.
 *
 * <p>Data of strangers, bounded by what the reader of deliveries takes. It is kept with the delivery, not with the
 * event.
 */
public final class Payload {

    /** Of an event that no delivery brought. */
    public static final Payload NONE = new Payload(Map.of());

    private final Map<String, Object> tree;

    private Payload(Map<String, Object> tree) {
        this.tree = tree;
    }

    /** The payload that {@code tree} holds; the caller no longer changes it. */
    public static Payload of(Map<String, Object> tree) {
        return new Payload(Collections.unmodifiableMap(new LinkedHashMap<>(tree)));
    }

    /** The whole of it. */
    public Map<String, Object> tree() {
        return tree;
    }

    /**
     * The value at a JSON Pointer (RFC 6901) such as {@code /issue/labels/0/name}; empty if there is none, it is null,
     * or {@code pointer} is malformed.
     */
    public Optional<Object> at(String pointer) {
        if (pointer.isEmpty()) {
            return Optional.of(tree);
        }
        if (pointer.charAt(0) != '/') {
            return Optional.empty();
        }
        Object value = tree;
        for (String token : pointer.substring(1).split("/", -1)) {
            value = child(value, token.replace("~1", "/").replace("~0", "~"));
        }
        return Optional.ofNullable(value);
    }

    private static @Nullable Object child(@Nullable Object parent, String token) {
        if (parent instanceof Map<?, ?> members) {
            return members.get(token);
        }
        if (parent instanceof List<?> items && token.matches("0|[1-9][0-9]{0,8}")) {
            int index = Integer.parseInt(token);
            return index < items.size() ? items.get(index) : null;
        }
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Payload payload && payload.tree.equals(tree);
    }

    @Override
    public int hashCode() {
        return tree.hashCode();
    }

    /** Says how much there is, not what: it may hold anything. */
    @Override
    public String toString() {
        return "payload of %d members".formatted(tree.size());
    }
}
