package ai.a5c.krate.registry;

import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in what an absent field means, in documents that are read as well as in those that are written. */
final class Defaults {

    private Defaults() {}

    static Map<String, Object> fill(ObjectOf schema, Map<?, ?> document) {
        Map<String, Object> filled = new LinkedHashMap<>();
        document.forEach((key, value) -> {
            if (value != null) {
                filled.put(String.valueOf(key), value);
            }
        });
        for (Property property : schema.properties()) {
            Object value = filledValue(property, filled.get(property.name()));
            if (value != null) {
                filled.put(property.name(), value);
            }
        }
        return filled;
    }

    private static @Nullable Object filledValue(Property property, @Nullable Object value) {
        if (property.schema() instanceof ObjectOf object) {
            return fill(object, value instanceof Map<?, ?> map ? map : Map.of());
        }
        if (property.schema() instanceof Schema.ListOf list
                && list.items() instanceof ObjectOf object
                && value instanceof List<?> items) {
            List<Object> filled = new ArrayList<>();
            items.forEach(item -> filled.add(item instanceof Map<?, ?> map ? fill(object, map) : item));
            return filled;
        }
        return value == null && !property.def().isEmpty() ? parsed(property) : value;
    }

    static Object parsed(Property property) {
        String def = property.def();
        if (property.schema() instanceof Schema.Flag) {
            return Boolean.valueOf(def);
        }
        if (property.schema() instanceof Schema.Whole) {
            return Long.valueOf(def);
        }
        return property.schema() instanceof Schema.Decimal ? (Object) Double.valueOf(def) : def;
    }
}
