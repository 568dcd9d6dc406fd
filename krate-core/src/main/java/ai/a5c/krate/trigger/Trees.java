package ai.a5c.krate.trigger;

import ai.a5c.krate.digest.CanonicalJson;
import ai.a5c.krate.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Plain values of JSON: made of records, put in order, compared. */
final class Trees {

    private static final int MOST = 20;
    private static final int LONGEST = 120;

    private Trees() {}

    /** The values of {@code record}; lists of texts, whose order says nothing, are sorted. */
    static Map<String, Object> sorted(Record record) {
        return members(Json.readObject(CanonicalJson.text(record)));
    }

    private static Map<String, Object> members(Map<?, ?> map) {
        Map<String, Object> sorted = new LinkedHashMap<>();
        map.forEach((name, value) -> sorted.put(String.valueOf(name), Objects.requireNonNull(sorted(value))));
        return sorted;
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return members(map);
        }
        if (value instanceof List<?> items && items.stream().allMatch(String.class::isInstance)) {
            return items.stream().map(String.class::cast).sorted().toList();
        }
        return value instanceof List<?> items
                ? items.stream().map(Trees::sorted).toList()
                : value;
    }

    static Map<String, Object> read(String text) {
        return Json.readObject(text);
    }

    /**
     * Lets {@code tree} pass if it has something at {@code path}.
     *
     * @throws IllegalArgumentException if it has not
     */
    static void need(Map<String, Object> tree, String path) {
        Object value = tree;
        for (String name : path.split("[.]", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        if (value == null) {
            throw new IllegalArgumentException(
                    "this is no record of a trigger decision: $.%s is missing".formatted(path));
        }
    }

    /** Adds to {@code found} where {@code left} and {@code right} differ, at most 20 places. */
    static void differ(String path, @Nullable Object left, @Nullable Object right, List<String> found) {
        if (found.size() >= MOST || Objects.equals(left, right)) {
            return;
        }
        if (left instanceof Map<?, ?> was && right instanceof Map<?, ?> is) {
            TreeSet<String> names = new TreeSet<>();
            was.keySet().forEach(name -> names.add(String.valueOf(name)));
            is.keySet().forEach(name -> names.add(String.valueOf(name)));
            names.forEach(name -> differ(path + "." + name, was.get(name), is.get(name), found));
        } else if (left instanceof List<?> was && right instanceof List<?> is && was.size() == is.size()) {
            for (int i = 0; i < was.size(); i++) {
                differ("%s[%d]".formatted(path, i), was.get(i), is.get(i), found);
            }
        } else {
            found.add("%s: the record says %s, it comes out as %s".formatted(path, shown(left), shown(right)));
        }
    }

    private static String shown(@Nullable Object value) {
        String text = value == null ? "nothing" : CanonicalJson.text(value);
        return text.length() <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST / 2)) + "…";
    }
}
