package ai.a5c.krate.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** Merges a JSON merge patch into a document (RFC 7386). */
public final class MergePatch {

    private MergePatch() {}

    /** {@code target} after {@code patch}; neither is changed. */
    public static Map<String, Object> apply(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, Object> merged = new LinkedHashMap<>();
        target.forEach((name, value) -> merged.put(String.valueOf(name), value));
        patch.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> inner) {
                merged.put(name, apply(target.get(name) instanceof Map<?, ?> old ? old : Map.of(), inner));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }
}
