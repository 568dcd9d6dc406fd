package ai.a5c.krate.ownership;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes lists apart whose items are owned one by one. */
final class Items {

    private Items() {}

    /** The objects of a list by their key, in order; empty if it is no list of objects with different keys. */
    static Optional<Map<Object, Map<?, ?>>> of(Shape shape, @Nullable Object value) {
        return shape instanceof Shape.Keyed keyed && value instanceof List<?> list && !list.isEmpty()
                ? byKey(keyed.key(), list)
                : Optional.empty();
    }

    private static Optional<Map<Object, Map<?, ?>>> byKey(String key, List<?> list) {
        Map<Object, Map<?, ?>> items = new LinkedHashMap<>();
        for (Object item : list) {
            boolean own =
                    item instanceof Map<?, ?> map && isScalar(map.get(key)) && items.put(map.get(key), map) == null;
            if (!own) {
                return Optional.empty();
            }
        }
        return Optional.of(items);
    }

    /** Whether a list holds nothing but different scalars. */
    static boolean areElements(List<?> list) {
        return !list.isEmpty() && list.stream().allMatch(Items::isScalar) && new HashSet<>(list).size() == list.size();
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }
}
