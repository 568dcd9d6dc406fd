package ai.a5c.krate.registry;

import ai.a5c.krate.registry.Schema.Choice;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import ai.a5c.krate.resource.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Documents of a kind made from its schema alone: with what is required, or with everything. */
final class SampleDocuments {

    private final boolean full;

    private SampleDocuments(boolean full) {
        this.full = full;
    }

    /** A document with what is required and nothing else. */
    static Map<String, Object> smallest(Kind kind) {
        return new SampleDocuments(false).document(kind);
    }

    /** A document with every member that its rules allow together, status included. */
    static Map<String, Object> fullest(Kind kind) {
        return new SampleDocuments(true).document(kind);
    }

    private Map<String, Object> document(Kind kind) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", kind.apiVersion());
        document.put("kind", kind.name());
        document.put("metadata", Map.of("name", "sample", "namespace", "acme"));
        kind.schema().properties().stream()
                .filter(property -> full || property.name().equals("spec"))
                .forEach(property -> document.put(property.name(), sample(property, property.schema())));
        return document;
    }

    private Object sample(Property property, Schema schema) {
        if (schema instanceof ObjectOf object) {
            return object(object);
        }
        if (schema instanceof ListOf list) {
            return List.of(sample(property, list.items()));
        }
        if (schema instanceof MapOf map) {
            return Map.of("key", sample(property, map.values()));
        }
        if (schema instanceof Choice choice) {
            return choice.words().get(choice.words().size() - 1);
        }
        if (schema instanceof Text text) {
            return text(property.name(), text.form());
        }
        if (schema instanceof Schema.Flag) {
            return true;
        }
        if (schema instanceof Schema.Time) {
            return "2026-01-31T12:00:00Z";
        }
        if (schema instanceof Schema.Decimal) {
            return 1.5;
        }
        return schema instanceof Schema.Anything ? "anything" : Math.max(1, property.min());
    }

    private Map<String, Object> object(ObjectOf schema) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (Property property : schema.properties()) {
            if (full || property.required()) {
                object.put(property.name(), sample(property, property.schema()));
            }
        }
        schema.constraints().forEach(constraint -> mend(schema, constraint, object));
        return object;
    }

    private void mend(ObjectOf schema, Constraint constraint, Map<String, Object> object) {
        if (constraint.fault(object).isEmpty()) {
            return;
        }
        switch (constraint.check()) {
            case EXACTLY_ONE, AT_MOST_ONE, AT_LEAST_ONE -> {
                constraint.fields().forEach(object::remove);
                put(schema, constraint.fields().get(0), object);
            }
            case REQUIRED_WHEN -> constraint.fields().forEach(field -> put(schema, field, object));
            case FORBIDDEN_WHEN -> constraint.fields().forEach(object::remove);
            case DIFFERENT -> constraint.fields().stream().skip(1).forEach(object::remove);
            case ASCENDING -> throw new AssertionError(constraint.words());
        }
    }

    private void put(ObjectOf schema, String field, Map<String, Object> object) {
        Property property = schema.property(field).orElseThrow();
        Object value = sample(property, property.schema());
        object.put(
                field, value.equals(Map.of()) ? new SampleDocuments(true).sample(property, property.schema()) : value);
    }

    private static String text(String name, Form form) {
        return switch (form) {
            case TEXT -> "some " + name;
            case NAME -> name.toLowerCase(Locale.ROOT);
            case GLOB -> "acme/*";
            case TEMPLATE -> "about {{ repository }}";
            case DURATION -> "45m";
            case URL -> "https://git.example.com/acme/app.git";
            case DIGEST -> "sha256:" + "0a".repeat(32);
            case CRON -> "0 6 * * 1-5";
            case TIME_ZONE -> "UTC";
            case PATH -> "docs/guide.md";
            case COMMIT -> "0a".repeat(20);
            case HOST -> "git.example.com";
            case RATE -> "20/h";
        };
    }
}
