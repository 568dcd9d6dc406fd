package ai.a5c.krate.render;

import ai.a5c.krate.registry.Constraint;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code explain} prints of a kind or of one of its fields, in the shape that {@code kubectl explain} has. */
public final class Explanation {

    private static final int WIDTH = 100;

    private Explanation() {}

    /**
     * The text about the field at {@code path} such as {@code spec.limits}, or about the kind itself when it is empty.
     *
     * @param recursive whether all fields below are listed by name and type only
     * @return empty if there is no such field
     */
    public static Optional<String> of(Kind kind, String path, boolean recursive) {
        if (path.isEmpty()) {
            return Optional.of(page(kind, Optional.empty(), kind.info().doc(), kind.schema(), recursive));
        }
        return Paths.property(kind, path)
                .map(property ->
                        page(kind, Optional.of(property), doc(property), Paths.items(property.schema()), recursive));
    }

    /** The names of the fields directly below {@code path}; none if there is no such field, or nothing below it. */
    public static List<String> members(Kind kind, String path) {
        Optional<Schema> schema = path.isEmpty()
                ? Optional.of(kind.schema())
                : Paths.property(kind, path).map(property -> Paths.items(property.schema()));
        return schema.stream()
                .flatMap(found -> found instanceof ObjectOf object ? object.properties().stream() : Stream.of())
                .map(Property::name)
                .toList();
    }

    private static String doc(Property property) {
        return property.doc().isEmpty() ? property.name() + " of the resource." : property.doc();
    }

    private static String page(Kind kind, Optional<Property> property, String doc, Schema schema, boolean recursive) {
        List<String> lines = new ArrayList<>();
        lines.add("GROUP:      " + kind.apiVersion().split("/", 2)[0]);
        lines.add("KIND:       " + kind.name());
        lines.add("VERSION:    " + kind.apiVersion().split("/", 2)[1]);
        lines.add("");
        property.ifPresent(field -> {
            lines.add("FIELD: %s <%s>%s".formatted(field.name(), row(field).type(), marks(field)));
            lines.add("");
        });
        lines.add("DESCRIPTION:");
        lines.addAll(wrapped(doc, "    "));
        property.ifPresent(field -> lines.addAll(details(row(field))));
        if (schema instanceof ObjectOf object) {
            object.constraints().stream()
                    .map(Constraint::words)
                    .forEach(words -> lines.add("    Rule: " + words + "."));
            lines.add("");
            lines.add("FIELDS:");
            fields(object, "  ", recursive, lines);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void fields(ObjectOf object, String indent, boolean recursive, List<String> lines) {
        for (Property property : object.properties()) {
            lines.add("%s%s\t<%s>%s"
                    .formatted(indent, property.name(), row(property).type(), marks(property)));
            if (!recursive) {
                lines.addAll(wrapped(doc(property), indent + "  "));
                details(row(property)).forEach(line -> lines.add(indent + line.substring(2)));
                lines.add("");
            } else if (Paths.items(property.schema()) instanceof ObjectOf inner) {
                fields(inner, indent + "  ", true, lines);
            }
        }
    }

    private static String marks(Property property) {
        return property.required() ? " -required-" : "";
    }

    private static List<String> details(FieldRow row) {
        List<String> lines = new ArrayList<>();
        if (!row.allowed().isEmpty()) {
            lines.addAll(wrapped("Allowed: " + row.allowed(), "    "));
        }
        if (!row.property().def().isEmpty()) {
            lines.add("    Default: " + row.property().def());
        }
        if (!row.property().ref().isEmpty()) {
            lines.add("    Names: " + row.property().ref());
        }
        if (row.property().immutable()) {
            lines.add("    May not change.");
        }
        return lines;
    }

    private static FieldRow row(Property property) {
        return new FieldRow(property.name(), property, Paths.items(property.schema()), List.of());
    }

    private static List<String> wrapped(String text, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ", -1)) {
            if (line.length() > indent.length() && line.length() + word.length() > WIDTH) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
