package ai.a5c.krate.engine;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.json.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Content and parameters of a mutation in one document, so that a digest over it, and whoever approves that, binds both.
 *
 * @param content as its target takes it
 */
public record EffectDocument(String content, Map<String, String> parameters) {

    private static final Set<String> ACTIONS =
            Set.of("pr-review", "label", "commit-status", "open-pr", "workflow-rerun", "check-rerun");

    public EffectDocument {
        parameters = Map.copyOf(parameters);
    }

    /** Whether mutations of {@code action} are stored so. */
    public static boolean holds(String action) {
        return ACTIONS.contains(action);
    }

    /** As it is stored. */
    public String text() {
        return CanonicalJson.text(Map.of("content", content, "parameters", parameters));
    }

    /** What {@link #text} wrote. */
    public static EffectDocument read(String text) {
        Map<String, Object> tree = Json.readObject(text);
        Map<String, String> parameters = new TreeMap<>();
        if (tree.get("parameters") instanceof Map<?, ?> map) {
            map.forEach((name, value) -> parameters.put(String.valueOf(name), String.valueOf(value)));
        }
        return new EffectDocument(String.valueOf(tree.get("content")), parameters);
    }
}
