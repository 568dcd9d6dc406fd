package ai.a5c.krate.server.command;

import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.List;

/** Describes fields for people, in the shape of kubectl explain. */
final class FieldText {

    private FieldText() {}

    static String explained(Kind kind, String path) {
        Property field = find(kind, path);
        StringBuilder text = head(kind, path, field);
        text.append("\nDESCRIPTION:\n    ").append(field.doc()).append('\n');
        notes(text, field, "    ");
        List<Property> members = members(field.schema());
        if (!members.isEmpty()) {
            text.append("\nFIELDS:\n");
        }
        for (Property member : members) {
            text.append("  %s\t<%s>%s\n    %s\n"
                    .formatted(member.name(), type(member.schema()), required(member), member.doc()));
            notes(text, member, "    ");
            text.append('\n');
        }
        return text.toString().stripTrailing();
    }

    static String tree(Kind kind, String path) {
        Property field = find(kind, path);
        StringBuilder text = head(kind, path, field).append("\nFIELDS:\n");
        tree(text, field.schema(), "  ");
        return text.toString().stripTrailing();
    }

    private static void tree(StringBuilder text, Schema schema, String indent) {
        for (Property member : members(schema)) {
            text.append("%s%s\t<%s>%s\n".formatted(indent, member.name(), type(member.schema()), required(member)));
            tree(text, member.schema(), indent + "  ");
        }
    }

    private static StringBuilder head(Kind kind, String path, Property field) {
        String[] version = kind.apiVersion().split("/", 2);
        StringBuilder text = new StringBuilder();
        text.append("GROUP:      %s\nKIND:       %s\nVERSION:    %s\n".formatted(version[0], kind.name(), version[1]));
        return path.isEmpty()
                ? text
                : text.append("\nFIELD: %s <%s>%s\n".formatted(field.name(), type(field.schema()), required(field)));
    }

    private static Property find(Kind kind, String path) {
        Property at =
                new Property(kind.name(), kind.schema(), kind.info().doc(), false, "", "", false, false, 0, 0, "");
        for (String name : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            List<Property> members = members(at.schema());
            at = members.stream()
                    .filter(member -> member.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new CommandException("%s has no field '%s'%s"
                            .formatted(
                                    kind.name(),
                                    path,
                                    NearestName.hint(
                                            name,
                                            members.stream().map(Property::name).toList()))));
        }
        return at;
    }

    private static List<Property> members(Schema schema) {
        if (schema instanceof ListOf list) {
            return members(list.items());
        }
        if (schema instanceof MapOf map) {
            return members(map.values());
        }
        return schema instanceof ObjectOf object ? object.properties() : List.of();
    }

    private static String type(Schema schema) {
        if (schema instanceof ListOf list) {
            return "[]" + type(list.items());
        }
        if (schema instanceof MapOf map) {
            return "map[string]" + type(map.values());
        }
        return schema instanceof ObjectOf ? "Object" : schema.noun();
    }

    private static String required(Property field) {
        return field.required() ? " -required-" : "";
    }

    private static void notes(StringBuilder text, Property field, String indent) {
        note(text, indent, "Default: ", field.def());
        note(text, indent, "Names a resource of kind ", field.ref());
        note(text, indent, "Cannot be changed later.", field.immutable() ? " " : "");
    }

    private static void note(StringBuilder text, String indent, String words, String value) {
        if (!value.isEmpty()) {
            text.append(indent).append((words + value).strip()).append('\n');
        }
    }
}
