package ai.a5c.krate.subagent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a schema stays within the part of JSON Schema 2020-12 that {@link SmallSchema} holds outcomes to: what
 * could not be checked is refused, never taken for right.
 */
final class SchemaCheck {

    static final String DEFINITIONS = "#/$defs/";

    private static final int DEEPEST = 50;
    private static final int MOST = 20;
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    private static final Set<String> NOTES =
            Set.of("$schema", "$comment", "title", "description", "default", "examples", "deprecated");
    private static final Map<String, Predicate<@Nullable Object>> VALUES = values();

    private final Map<?, ?> definitions;
    private final List<String> faults = new ArrayList<>();

    private SchemaCheck(Map<?, ?> root) {
        this.definitions = root.get("$defs") instanceof Map<?, ?> map ? map : Map.of();
    }

    /** What of {@code schema} is outside of the part, each with its path; empty if nothing is. */
    static List<String> faults(Map<?, ?> schema) {
        SchemaCheck check = new SchemaCheck(schema);
        check.check("$", schema, 0);
        return check.faults.stream().limit(MOST).toList();
    }

    private void check(String path, @Nullable Object schema, int depth) {
        if (schema instanceof Boolean) {
            return;
        }
        if (!(schema instanceof Map<?, ?> map)) {
            faults.add("%s: expected a schema".formatted(path));
        } else if (depth > DEEPEST) {
            faults.add("%s: the schema nests deeper than %d".formatted(path, DEEPEST));
        } else {
            map.forEach((word, value) -> keyword(path, String.valueOf(word), value, depth));
        }
    }

    private void keyword(String path, String word, @Nullable Object value, int depth) {
        String at = path + "." + word;
        switch (word) {
            case "properties", "$defs" -> members(at, word.equals("$defs") && depth > 0, value, depth);
            case "additionalProperties", "items", "not" -> check(at, value, depth + 1);
            case "anyOf", "allOf", "oneOf" -> each(at, value, depth);
            case "$ref" -> reference(at, value);
            default -> plain(path, word, value);
        }
    }

    private void members(String at, boolean misplaced, @Nullable Object value, int depth) {
        if (misplaced || !(value instanceof Map<?, ?> members)) {
            faults.add("%s: expected %s".formatted(at, misplaced ? "to stand at the top" : "an object of schemas"));
            return;
        }
        members.forEach((name, member) -> check(at + "." + name, member, depth + 1));
    }

    private void each(String at, @Nullable Object value, int depth) {
        if (!(value instanceof List<?> all) || all.isEmpty()) {
            faults.add("%s: expected a list of schemas".formatted(at));
            return;
        }
        for (int i = 0; i < all.size(); i++) {
            check("%s[%d]".formatted(at, i), all.get(i), depth + 1);
        }
    }

    private void reference(String at, @Nullable Object value) {
        boolean known = value instanceof String text
                && text.startsWith(DEFINITIONS)
                && definitions.containsKey(text.substring(DEFINITIONS.length()));
        if (!known) {
            faults.add("%s: expected %s and a name that is there".formatted(at, DEFINITIONS));
        }
    }

    private void plain(String path, String word, @Nullable Object value) {
        Predicate<@Nullable Object> right = VALUES.get(word);
        if (right == null && !NOTES.contains(word)) {
            faults.add("%s: '%s' is not checked here; known are %s, and $ref to $defs"
                    .formatted(path, word, String.join(", ", known())));
        } else if (right != null && !right.test(value)) {
            faults.add("%s.%s: the value is not one that JSON Schema gives it".formatted(path, word));
        }
    }

    /** The assertions that are held, in the order of their names. */
    static List<String> known() {
        Map<String, Object> words = new TreeMap<>(VALUES);
        for (String word : List.of("properties", "additionalProperties", "items", "not", "anyOf", "allOf", "oneOf")) {
            words.put(word, word);
        }
        return List.copyOf(words.keySet());
    }

    private static Map<String, Predicate<@Nullable Object>> values() {
        Map<String, Predicate<@Nullable Object>> values = new TreeMap<>();
        values.put("type", SchemaCheck::isType);
        values.put("enum", value -> value instanceof List<?>);
        values.put("const", value -> true);
        values.put("required", SchemaCheck::isNames);
        values.put("uniqueItems", value -> value instanceof Boolean);
        for (String bound : List.of("Length", "Items", "Properties")) {
            values.put("min" + bound, SchemaCheck::isSize);
            values.put("max" + bound, SchemaCheck::isSize);
        }
        for (String bound : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            values.put(bound, value -> value instanceof Number number && Plain.isFinite(number));
        }
        return values;
    }

    private static boolean isType(@Nullable Object value) {
        return value instanceof List<?> many
                ? !many.isEmpty() && many.stream().allMatch(TYPES::contains)
                : value instanceof String && TYPES.contains(value);
    }

    private static boolean isNames(@Nullable Object value) {
        return value instanceof List<?> names && names.stream().allMatch(String.class::isInstance);
    }

    private static boolean isSize(@Nullable Object value) {
        return value instanceof Integer number && number >= 0;
    }
}
