package ai.a5c.krate.render;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.List;

/** Every field of a kind, from the outside in, in the order of its record. */
final class FieldTable {

    private FieldTable() {}

    /** The fields below {@code member}, which is {@code spec} or {@code status}; the member itself is left out. */
    static List<FieldRow> of(Kind kind, String member) {
        List<FieldRow> rows = new ArrayList<>();
        kind.schema().property(member).ifPresent(property -> below(property.schema(), member, rows));
        return rows;
    }

    private static void below(Schema schema, String path, List<FieldRow> rows) {
        if (schema instanceof ObjectOf object) {
            object.properties().forEach(property -> add(property, path + "." + property.name(), rows));
        }
    }

    private static void add(Property property, String path, List<FieldRow> rows) {
        Schema inner = property.schema();
        String marks = "";
        while (inner instanceof ListOf || inner instanceof MapOf) {
            marks += inner instanceof ListOf ? "[]" : "{}";
            inner = inner instanceof ListOf list ? list.items() : ((MapOf) inner).values();
        }
        rows.add(new FieldRow(
                path, property, inner, inner instanceof ObjectOf object ? object.constraints() : List.of()));
        below(inner, path + marks, rows);
    }
}
