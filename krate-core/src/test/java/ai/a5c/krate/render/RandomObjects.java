package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.Choice;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Values of a schema's types, each member there or not.
 *
 * @param empty whether text, lists and maps may be empty
 */
record RandomObjects(RandomGenerator random, boolean empty) {

    Object value(Schema schema, String key) {
        if (schema instanceof ObjectOf object) {
            return object(object);
        }
        if (schema instanceof ListOf list) {
            return list(list, key);
        }
        if (schema instanceof MapOf map) {
            Map<String, Object> values = new LinkedHashMap<>();
            names().forEach(name -> values.put(name, value(map.values(), "")));
            return values;
        }
        return scalar(schema);
    }

    private Object scalar(Schema schema) {
        if (schema instanceof Choice choice) {
            return choice.words().get(random.nextInt(choice.words().size()));
        }
        if (schema instanceof Schema.Flag) {
            return random.nextBoolean();
        }
        if (schema instanceof Schema.Whole) {
            return (long) random.nextInt(3);
        }
        if (schema instanceof Schema.Decimal) {
            return random.nextInt(3) / 2.0;
        }
        if (schema instanceof Schema.Time) {
            return "2026-01-0%dT12:00:00Z".formatted(1 + random.nextInt(2));
        }
        return empty && random.nextInt(3) == 0 ? "" : names().get(0);
    }

    private Map<String, Object> object(ObjectOf schema) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (Property property : schema.properties()) {
            if (property.required() || random.nextBoolean()) {
                Object value = value(property.schema(), Lists.key(property));
                if (empty || property.required() || !value.equals(Map.of())) {
                    object.put(property.name(), value);
                }
            }
        }
        return object;
    }

    private List<Object> list(ListOf list, String key) {
        List<Object> items = new ArrayList<>();
        if (empty && random.nextInt(3) == 0) {
            return items;
        }
        for (String name : names()) {
            Object item = value(list.items(), "");
            if (!key.isEmpty() && item instanceof Map<?, ?> map) {
                Map<String, Object> named = new LinkedHashMap<>();
                map.forEach((member, value) -> named.put(String.valueOf(member), value));
                named.put(key, name);
                item = named;
            }
            items.add(item);
        }
        return items;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(List.of("one", "two"));
        names.remove(random.nextInt(3) % 2);
        return random.nextInt(3) == 0 ? List.of("one", "two") : names;
    }
}
