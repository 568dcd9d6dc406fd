package ai.a5c.krate.registry;

import ai.a5c.krate.validate.Faults;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the plain values of JSON of what a YAML document holds. */
final class PlainValues {

    private static final int MAX_SIZE = 1024 * 1024;
    private static final int SIZE_OF_VALUE = 4;

    private final Faults faults;
    private int size;
    private boolean stopped;

    PlainValues(Faults faults) {
        this.faults = faults;
    }

    Map<String, Object> of(Map<?, ?> document, String path) {
        return object(document, path, 1);
    }

    private Map<String, Object> object(Map<?, ?> map, String path, int depth) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (key instanceof String || key instanceof Number || key instanceof Boolean) {
                member(named, String.valueOf(key), value, path, depth);
            } else {
                faults.at(path, "a name of a member must be text, not %s".formatted(noun(key)));
            }
        });
        return named;
    }

    private void member(Map<String, Object> named, String name, @Nullable Object value, String path, int depth) {
        String at = path + "." + Quoted.name(name);
        if (name.equals("<<")) {
            faults.at(at, "merge keys are not supported; write the members out");
        } else if (named.containsKey(name)) {
            faults.at(at, "the member is there twice");
        } else {
            grow(name.length(), path);
            named.put(name, value(value, at, depth + 1));
        }
    }

    private @Nullable Object value(@Nullable Object value, String path, int depth) {
        grow(value instanceof String text ? SIZE_OF_VALUE + text.length() : SIZE_OF_VALUE, path);
        if (stopped) {
            return null;
        }
        if ((value instanceof Map || value instanceof List) && depth > YamlScan.MAX_DEPTH) {
            stop(path, "nests deeper than %d levels".formatted(YamlScan.MAX_DEPTH));
            return null;
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, path, depth);
        }
        return value instanceof List<?> list ? items(list, path, depth) : scalar(value, path);
    }

    private List<@Nullable Object> items(List<?> list, String path, int depth) {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < list.size() && !stopped; i++) {
            items.add(value(list.get(i), path + "[" + i + "]", depth + 1));
        }
        return items;
    }

    private @Nullable Object scalar(@Nullable Object value, String path) {
        if (value instanceof String text && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            faults.at(path, "contains half of a character");
        } else if (value instanceof Number
                && !(value instanceof Integer || value instanceof Long || value instanceof Double)) {
            faults.at(path, "the number does not fit into 64 bits");
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            faults.at(path, "expected a finite number");
        } else if (value != null && !(value instanceof String || value instanceof Number || value instanceof Boolean)) {
            faults.at(path, "expected text, a number, true or false, a list or an object");
        }
        return value;
    }

    private void grow(int characters, String path) {
        size += characters;
        if (size > MAX_SIZE && !stopped) {
            stop(path, "the aliases of the text expand to more than %d KiB".formatted(MAX_SIZE / 1024));
        }
    }

    private void stop(String path, String fault) {
        stopped = true;
        faults.at(path, fault);
    }

    private static String noun(@Nullable Object key) {
        return key == null ? "empty" : key instanceof Map ? "an object" : key instanceof List ? "a list" : "a value";
    }
}
