package ai.a5c.krate.render;

import ai.a5c.krate.registry.Forms;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.resource.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a console needs to draw a form for a kind, as plain values: sections of fields with their controls. */
public final class FormModels {

    private FormModels() {}

    /** The form of {@code kind}'s spec: its own fields first, then one section for each object in it. */
    public static Map<String, Object> of(Kind kind) {
        List<Map<String, Object>> sections = new ArrayList<>();
        kind.schema()
                .property("spec")
                .map(Property::schema)
                .ifPresent(schema -> section(
                        (ObjectOf) schema, "spec", kind.name(), kind.info().doc(), sections));
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("kind", kind.name());
        form.put("apiVersion", kind.apiVersion());
        form.put("title", title(kind.name()));
        form.put("sections", sections);
        return form;
    }

    private static void section(
            ObjectOf object, String path, String name, String help, List<Map<String, Object>> sections) {
        Map<String, Object> section = new LinkedHashMap<>();
        List<Map<String, Object>> fields = new ArrayList<>();
        section.put("path", path);
        section.put("title", title(name));
        section.put("help", help);
        section.put(
                "rules",
                object.constraints().stream()
                        .map(constraint -> constraint.words())
                        .toList());
        section.put("fields", fields);
        sections.add(section);
        for (Property property : object.properties()) {
            if (property.schema() instanceof ObjectOf inner) {
                section(inner, path + "." + property.name(), property.name(), property.doc(), sections);
            } else if (!property.name().equals("organizationRef")) {
                fields.add(field(property, path + "." + property.name()));
            }
        }
    }

    private static Map<String, Object> field(Property property, String path) {
        FieldRow row = new FieldRow(path, property, Paths.items(property.schema()), List.of());
        Map<String, Object> field = new LinkedHashMap<>();
        field.put("path", path);
        field.put("label", title(property.name()));
        field.put("help", property.doc());
        field.put("control", control(property.schema(), property));
        field.put("required", property.required());
        field.put("readOnlyOnceStored", property.immutable());
        put(field, "default", property.def());
        put(field, "reference", property.ref());
        put(field, "allowed", row.allowed());
        if (row.schema() instanceof Schema.Choice choice) {
            field.put("options", choice.words());
        }
        if (row.schema() instanceof Schema.Text text) {
            Forms.pattern(text.form()).ifPresent(pattern -> field.put("pattern", pattern));
        }
        if (row.schema() instanceof ObjectOf object) {
            field.put(
                    "fields",
                    object.properties().stream()
                            .map(inner -> field(inner, inner.name()))
                            .toList());
        }
        return field;
    }

    private static void put(Map<String, Object> field, String name, String value) {
        if (!value.isEmpty()) {
            field.put(name, value);
        }
    }

    /** The control: {@code list-of-} and {@code map-of-} stand before what is repeated. */
    private static String control(Schema schema, Property property) {
        if (schema instanceof ListOf list) {
            return "list-of-" + control(list.items(), property);
        }
        if (schema instanceof MapOf map) {
            return "map-of-" + control(map.values(), property);
        }
        if (schema instanceof ObjectOf) {
            return "object";
        }
        if (schema instanceof Schema.Flag) {
            return "checkbox";
        }
        if (schema instanceof Schema.Choice) {
            return "select";
        }
        return property.ref().isEmpty() ? scalar(schema, property) : "reference";
    }

    private static String scalar(Schema schema, Property property) {
        if (schema instanceof Schema.Whole || schema instanceof Schema.Decimal) {
            return "number";
        }
        if (schema instanceof Schema.Time) {
            return "time";
        }
        if (schema instanceof Schema.Anything) {
            return "json";
        }
        boolean prose = property.name()
                .toLowerCase(Locale.ROOT)
                .matches(".*(prompt|description|system|developer|fragment|purpose)");
        return schema instanceof Schema.Text text && text.form() == Form.TEXT && prose ? "textarea" : "text";
    }

    /** {@code costUsd} as {@code Cost usd}. */
    private static String title(String name) {
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
