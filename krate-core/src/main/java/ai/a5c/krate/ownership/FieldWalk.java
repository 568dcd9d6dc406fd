package ai.a5c.krate.ownership;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the fields of a document. */
final class FieldWalk {

    private final NavigableMap<FieldPath, Object> found = new TreeMap<>();

    NavigableMap<FieldPath, Object> found() {
        return found;
    }

    void into(Shape shape, @Nullable Object value, FieldPath path) {
        if (value == null) {
            return;
        }
        if (value instanceof Map<?, ?> map && shape instanceof Shape.Struct struct) {
            map.forEach((name, member) ->
                    into(struct.member(String.valueOf(name)), member, path.member(String.valueOf(name))));
        } else if (value instanceof Map<?, ?> map && shape instanceof Shape.Entries entries) {
            map.forEach((name, entry) -> place(entries.values(), entry, path.member(String.valueOf(name))));
        } else if (value instanceof List<?> list && shape instanceof Shape.Elements && Items.areElements(list)) {
            list.forEach(element -> found.put(path.element(element), element));
        } else {
            itemsOrLeaf(shape, value, path);
        }
    }

    private void itemsOrLeaf(Shape shape, Object value, FieldPath path) {
        Optional<Map<Object, Map<?, ?>>> items = Items.of(shape, value);
        if (items.isPresent() && shape instanceof Shape.Keyed keyed) {
            items.get().forEach((key, item) -> place(keyed.items(), item, path.item(keyed.key(), key)));
        } else {
            found.put(path, value);
        }
    }

    private void place(Shape shape, @Nullable Object value, FieldPath path) {
        if (value != null) {
            found.put(path, Fields.PLACE);
            into(shape, value, path);
        }
    }
}
