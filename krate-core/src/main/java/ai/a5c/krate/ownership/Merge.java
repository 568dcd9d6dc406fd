package ai.a5c.krate.ownership;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lays an intent over what is there; what the intent does not name stays. */
final class Merge {

    private Merge() {}

    static Map<String, Object> of(Shape.Struct shape, Map<?, ?> live, Map<?, ?> intent) {
        Map<String, Object> merged = copy(live);
        intent.forEach((key, value) -> {
            String name = String.valueOf(key);
            merged.put(name, value(shape.member(name), live.get(name), value));
        });
        return merged;
    }

    private static Object value(Shape shape, @Nullable Object live, Object intent) {
        if (shape instanceof Shape.Struct struct && intent instanceof Map<?, ?> said) {
            return of(struct, live instanceof Map<?, ?> map ? map : Map.of(), said);
        }
        if (shape instanceof Shape.Entries entries && intent instanceof Map<?, ?> said) {
            return entries(entries, live instanceof Map<?, ?> map ? map : Map.of(), said);
        }
        if (shape instanceof Shape.Elements && live instanceof List<?> list && intent instanceof List<?> said) {
            Set<Object> all = new LinkedHashSet<>(list);
            all.addAll(said);
            return new ArrayList<>(all);
        }
        Optional<Map<Object, Map<?, ?>>> items = Items.of(shape, live);
        Optional<Map<Object, Map<?, ?>>> wanted = Items.of(shape, intent);
        return shape instanceof Shape.Keyed keyed && items.isPresent() && wanted.isPresent()
                ? items(keyed.items(), items.get(), wanted.get())
                : intent;
    }

    private static Map<String, Object> entries(Shape.Entries shape, Map<?, ?> live, Map<?, ?> said) {
        Map<String, Object> merged = copy(live);
        said.forEach((key, value) ->
                merged.put(String.valueOf(key), value(shape.values(), live.get(String.valueOf(key)), value)));
        return merged;
    }

    /** The items in the order of the intent; what only {@code live} has stays before what it stood before. */
    private static List<Object> items(Shape shape, Map<Object, Map<?, ?>> live, Map<Object, Map<?, ?>> said) {
        List<Object> merged = new ArrayList<>();
        Deque<Object> rest = new ArrayDeque<>(live.keySet());
        said.forEach((key, item) -> {
            boolean known = rest.contains(key);
            while (!rest.isEmpty() && (known ? !key.equals(rest.peek()) : !said.containsKey(rest.peek()))) {
                keep(rest.remove(), live, said, merged);
            }
            if (known) {
                rest.remove();
            }
            merged.add(value(shape, live.get(key), item));
        });
        rest.forEach(key -> keep(key, live, said, merged));
        return merged;
    }

    private static void keep(
            Object key, Map<Object, Map<?, ?>> live, Map<Object, Map<?, ?>> said, List<Object> merged) {
        Map<?, ?> item = live.get(key);
        if (item != null && !said.containsKey(key)) {
            merged.add(item);
        }
    }

    static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
