package ai.a5c.krate.render;

import ai.a5c.krate.registry.Constraint;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.Property;
import java.util.List;

/**
 * One field of a kind as people read about it.
 *
 * @param path such as {@code spec.skills[].name}; {@code []} follows lists, {@code {}} maps
 * @param schema what stands in it, inside all lists and maps
 * @param constraints what must hold between the members of it, if it is an object
 */
record FieldRow(String path, Property property, Schema schema, List<Constraint> constraints) {

    /** How many objects it stands in. */
    int depth() {
        return (int) path.chars().filter(character -> character == '.').count();
    }

    /** The type in the words of {@code kubectl explain}: {@code string}, {@code []Object}, {@code map[string]string}. */
    String type() {
        return word(property.schema());
    }

    private static String word(Schema schema) {
        if (schema instanceof Schema.ListOf list) {
            return "[]" + word(list.items());
        }
        if (schema instanceof Schema.MapOf map) {
            return "map[string]" + word(map.values());
        }
        if (schema instanceof Schema.ObjectOf || schema instanceof Schema.Anything) {
            return "Object";
        }
        if (schema instanceof Schema.Flag) {
            return "boolean";
        }
        if (schema instanceof Schema.Whole) {
            return "integer";
        }
        return schema instanceof Schema.Decimal ? "number" : "string";
    }

    /** What is allowed beyond the type, in words; empty if anything of the type is. */
    String allowed() {
        if (schema instanceof Schema.Choice choice) {
            return String.join(", ", choice.words());
        }
        if (schema instanceof Schema.Time) {
            return "a time such as 2026-01-31T12:00:00Z";
        }
        if (schema instanceof Schema.Text text && !FormWords.of(text.form()).isEmpty()) {
            return FormWords.of(text.form());
        }
        return bounds();
    }

    private String bounds() {
        boolean least = property.min() != Long.MIN_VALUE;
        boolean most = property.max() != Long.MAX_VALUE;
        if (least && most) {
            return "%d to %d".formatted(property.min(), property.max());
        }
        return least ? "at least " + property.min() : most ? "at most " + property.max() : "";
    }
}
