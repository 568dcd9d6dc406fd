package ai.a5c.krate.registry;

import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document without members that say nothing: null, empty text, empty lists and objects.
 *
 * <p>The entries of maps and whatever stands where any value may stand are kept: there, an empty text says something.
 */
public final class Pruned {

    private Pruned() {}

    /** {@code document} of a kind, pruned by its schema; members that the schema does not know are kept. */
    public static Map<String, Object> document(Kind kind, Map<?, ?> document) {
        return object(WithMetadata.of(kind), document);
    }

    private static Map<String, Object> object(ObjectOf schema, Map<?, ?> object) {
        Map<String, Object> kept = new LinkedHashMap<>();
        object.forEach((key, item) -> {
            Object pruned = schema.property(String.valueOf(key))
                    .map(Property::schema)
                    .map(member -> value(member, item))
                    .orElse(item);
            if (!saysNothing(pruned)) {
                kept.put(String.valueOf(key), pruned);
            }
        });
        return kept;
    }

    private static boolean saysNothing(@Nullable Object value) {
        return value == null
                || value.equals("")
                || (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof List<?> list && list.isEmpty());
    }

    private static @Nullable Object value(Schema schema, @Nullable Object value) {
        if (schema instanceof ObjectOf object && value instanceof Map<?, ?> map) {
            return object(object, map);
        }
        if (schema instanceof MapOf values && value instanceof Map<?, ?> map) {
            Map<String, Object> kept = new LinkedHashMap<>();
            map.forEach((key, item) -> {
                Object pruned = value(values.values(), item);
                if (pruned != null) {
                    kept.put(String.valueOf(key), pruned);
                }
            });
            return kept;
        }
        if (schema instanceof ListOf list && value instanceof List<?> items) {
            List<@Nullable Object> kept = new ArrayList<>();
            items.forEach(item -> kept.add(value(list.items(), item)));
            return kept;
        }
        return value;
    }
}
