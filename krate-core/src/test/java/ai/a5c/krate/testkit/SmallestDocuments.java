package ai.a5c.krate.testkit;

import ai.a5c.krate.registry.Constraint;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.Choice;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import ai.a5c.krate.resource.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents of each kind with nothing but what validation requires; every reference to another resource is to {@link #NAME}. */
public final class SmallestDocuments {

    /** The name of each document. */
    public static final String NAME = "one";

    private final String organization;

    private SmallestDocuments(String organization) {
        this.organization = organization;
    }

    /** The document of {@code kind} in {@code organization}. */
    public static Map<String, Object> of(Kind kind, String organization) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", kind.apiVersion());
        document.put("kind", kind.name());
        document.put("metadata", new LinkedHashMap<>(Map.of("name", NAME)));
        ObjectOf spec = (ObjectOf) kind.schema().property("spec").orElseThrow().schema();
        document.put("spec", new SmallestDocuments(organization).object(spec));
        return document;
    }

    private Map<String, Object> object(ObjectOf object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.properties().stream()
                .filter(Property::required)
                .forEach(property -> members.put(property.name(), value(property)));
        for (Constraint constraint : object.constraints()) {
            fulfil(object, constraint, members);
        }
        return members;
    }

    private void fulfil(ObjectOf object, Constraint constraint, Map<String, Object> members) {
        if (constraint.fault(members).isEmpty()) {
            return;
        }
        List<Property> about = constraint.fields().stream()
                .map(name -> object.property(name).orElseThrow())
                .toList();
        switch (constraint.check()) {
            case EXACTLY_ONE, AT_LEAST_ONE -> members.put(about.get(0).name(), value(about.get(0)));
            case REQUIRED_WHEN -> about.forEach(property -> members.put(property.name(), value(property)));
            case DIFFERENT -> members.put(about.get(1).name(), "another");
            case AT_MOST_ONE, FORBIDDEN_WHEN -> about.forEach(property -> members.remove(property.name()));
            case ASCENDING ->
                about.forEach(
                        property -> members.put(property.name(), about.get(0).min()));
        }
    }

    private Object value(Property property) {
        return value(property, property.schema());
    }

    private Object value(Property property, Schema schema) {
        if (schema instanceof Text text) {
            return property.ref().isEmpty() ? text(text.form()) : reference(property.ref());
        }
        if (schema instanceof Choice choice) {
            return choice.words().get(0);
        }
        if (schema instanceof ListOf list) {
            return List.of(value(property, list.items()));
        }
        if (schema instanceof MapOf map) {
            return Map.of("one", value(property, map.values()));
        }
        if (schema instanceof ObjectOf object) {
            return object(object);
        }
        return number(property, schema);
    }

    private static Object number(Property property, Schema schema) {
        if (schema instanceof Schema.Flag) {
            return false;
        }
        if (schema instanceof Schema.Time) {
            return "2026-11-22T12:00:00Z";
        }
        return schema instanceof Schema.Anything ? Map.of() : (Object) Math.max(1, property.min());
    }

    private String reference(String kind) {
        return kind.equals("Organization") ? organization : NAME;
    }

    private static String text(Form form) {
        return switch (form) {
            case DURATION -> "1h";
            case URL -> "https://git.example.com/one";
            case DIGEST -> "sha256:" + "0".repeat(64);
            case COMMIT -> "0".repeat(40);
            case RATE -> "20/h";
            case CRON -> "0 6 * * 1";
            case TIME_ZONE -> "UTC";
            case HOST -> "git.example.com";
            case TEXT, NAME, GLOB, TEMPLATE, PATH -> NAME;
        };
    }
}
