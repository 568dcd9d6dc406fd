package ai.a5c.krate.render;

import ai.a5c.krate.registry.Constraint;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Example documents of kinds, made from their schemas. What a document refers to is the smallest example of the kind that
 * is meant, so that the smallest examples of all kinds hold together.
 */
public final class Examples {

    private final boolean full;

    private Examples(boolean full) {
        this.full = full;
    }

    /** What is required and nothing else. */
    public static Map<String, Object> smallest(Kind kind) {
        return new Examples(false).document(kind, ExampleNames.of(kind.name()));
    }

    /** Everything that people may write and that the kind's rules allow together. */
    public static Map<String, Object> full(Kind kind) {
        String name = ExampleNames.second(kind.name());
        Map<String, Object> document = new Examples(true).document(kind, name);
        if (name.equals(ExampleNames.SECOND_ORGANIZATION) && document.get("spec") instanceof Map<?, ?> spec) {
            document.put("spec", ownedBy(name, spec));
        }
        return document;
    }

    /** An installation's second example speaks of a second organization, since the first may be bound only once. */
    private static Map<String, Object> ownedBy(String name, Map<?, ?> spec) {
        String first = ExampleNames.of("Organization");
        Map<String, Object> owned = new LinkedHashMap<>();
        spec.forEach((key, value) -> owned.put(String.valueOf(key), value.equals(first) ? name : value));
        return owned;
    }

    /** A full document with a status. */
    static Map<String, Object> withStatus(Kind kind) {
        Map<String, Object> document = full(kind);
        document.put("status", new Examples(true).part(kind, "status"));
        return document;
    }

    private Map<String, Object> document(Kind kind, String name) {
        Node metadata = Node.of("name", name).with("namespace", kind.info().installation() ? "krate-system" : "");
        return Node.of("apiVersion", kind.apiVersion())
                .with("kind", kind.name())
                .with("metadata", metadata)
                .exactly("spec", part(kind, "spec"))
                .map();
    }

    private Map<String, Object> part(Kind kind, String part) {
        Schema schema = kind.schema().property(part).orElseThrow().schema();
        return schema instanceof ObjectOf object ? object(object, kind.name()) : Map.of();
    }

    private Map<String, Object> object(ObjectOf schema, String place) {
        Map<String, Object> object = new LinkedHashMap<>();
        schema.properties().stream()
                .filter(property -> full || property.required())
                .forEach(property -> object.put(property.name(), value(property, property.schema(), place)));
        for (int round = 0; round < schema.constraints().size(); round++) {
            schema.constraints().stream()
                    .filter(constraint -> constraint.fault(object).isPresent())
                    .forEach(constraint -> mend(schema, constraint, object, place));
        }
        return sorted(schema, object);
    }

    private static Map<String, Object> sorted(ObjectOf schema, Map<String, Object> object) {
        Map<String, Object> sorted = new LinkedHashMap<>();
        schema.properties()
                .forEach(property -> Optional.ofNullable(object.get(property.name()))
                        .ifPresent(value -> sorted.put(property.name(), value)));
        return sorted;
    }

    private Object value(Property property, Schema schema, String place) {
        if (schema instanceof ObjectOf object) {
            return object(object, place + "." + property.name());
        }
        if (schema instanceof ListOf list) {
            return List.of(value(property, list.items(), place));
        }
        if (schema instanceof MapOf map) {
            return Map.of(ExampleNames.key(property.name()), value(property, map.values(), place));
        }
        return new ExampleValue(property, place).of(schema);
    }

    private void mend(ObjectOf schema, Constraint constraint, Map<String, Object> object, String place) {
        List<String> fields = constraint.fields();
        switch (constraint.check()) {
            case EXACTLY_ONE, AT_MOST_ONE -> {
                fields.forEach(object::remove);
                put(schema, fields.get(0), object, place);
            }
            case AT_LEAST_ONE -> put(schema, fields.get(0), object, place);
            case REQUIRED_WHEN -> fields.forEach(field -> put(schema, field, object, place));
            case FORBIDDEN_WHEN -> fields.forEach(object::remove);
            case ASCENDING -> fields.forEach(field -> object.replace(field, object.get(fields.get(0))));
            case DIFFERENT -> object.computeIfPresent(fields.get(1), (field, value) -> other(value));
        }
    }

    private static void put(ObjectOf schema, String field, Map<String, Object> object, String place) {
        Property property = schema.property(field).orElseThrow();
        object.put(field, new Examples(true).value(property, property.schema(), place));
    }

    private static Object other(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> changed = new LinkedHashMap<>();
            map.forEach((key, member) -> changed.put(String.valueOf(key), changed.isEmpty() ? other(member) : member));
            return changed;
        }
        return ExampleNames.other(Objects.toString(value));
    }
}
