package ai.a5c.krate.ownership;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes fields out of a document, and the objects and lists that are empty without them. */
final class Removal {

    private final FieldSet gone;

    Removal(FieldSet gone) {
        this.gone = gone;
    }

    Map<String, Object> from(Shape.Struct shape, Map<String, Object> document) {
        if (gone.isEmpty()) {
            return document;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        document.forEach((name, value) -> {
            Object rest = rest(shape.member(name), value, FieldPath.ROOT.member(name));
            if (rest != null) {
                kept.put(name, rest);
            }
        });
        return kept;
    }

    private @Nullable Object rest(Shape shape, @Nullable Object value, FieldPath path) {
        if (value == null || gone.has(path)) {
            return null;
        }
        if (shape instanceof Shape.Struct struct && value instanceof Map<?, ?> map) {
            Map<String, Object> kept = new LinkedHashMap<>();
            map.forEach((name, member) -> keep(kept, struct.member(String.valueOf(name)), name, member, path));
            return kept.isEmpty() && !map.isEmpty() ? null : kept;
        }
        if (shape instanceof Shape.Entries entries && value instanceof Map<?, ?> map) {
            Map<String, Object> kept = new LinkedHashMap<>();
            map.forEach((name, member) -> keep(kept, entries.values(), name, member, path));
            return kept.isEmpty() && !map.isEmpty() ? null : kept;
        }
        if (shape instanceof Shape.Elements && value instanceof List<?> list) {
            return emptyToNull(new ArrayList<>(list.stream()
                    .filter(element -> element == null || !gone.has(path.element(element)))
                    .toList()));
        }
        return items(shape, value, path);
    }

    private void keep(Map<String, Object> kept, Shape shape, Object name, @Nullable Object member, FieldPath path) {
        Object rest = rest(shape, member, path.member(String.valueOf(name)));
        if (rest != null) {
            kept.put(String.valueOf(name), rest);
        }
    }

    private @Nullable Object items(Shape shape, Object value, FieldPath path) {
        Optional<Map<Object, Map<?, ?>>> items = Items.of(shape, value);
        if (items.isEmpty() || !(shape instanceof Shape.Keyed keyed)) {
            return value;
        }
        List<Object> kept = new ArrayList<>();
        items.get().forEach((key, item) -> {
            Object rest = rest(keyed.items(), item, path.item(keyed.key(), key));
            if (rest != null) {
                kept.add(rest);
            }
        });
        return emptyToNull(kept);
    }

    private static @Nullable Object emptyToNull(List<Object> list) {
        return list.isEmpty() ? null : list;
    }
}
