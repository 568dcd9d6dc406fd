package ai.a5c.krate.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Leaves out what says nothing: null, empty text, empty lists and objects. */
final class Pruned {

    private Pruned() {}

    static @Nullable Object of(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> kept = new LinkedHashMap<>();
            map.forEach((key, item) -> {
                Object pruned = of(item);
                if (pruned != null) {
                    kept.put(String.valueOf(key), pruned);
                }
            });
            return kept.isEmpty() ? null : kept;
        }
        if (value instanceof List<?> list) {
            return list.isEmpty()
                    ? null
                    : list.stream()
                            .map(item -> Objects.requireNonNullElse(of(item), item))
                            .toList();
        }
        return "".equals(value) ? null : value;
    }
}
