package ai.a5c.krate.registry;

import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.List;

/** Finds the fields of a schema that name other resources. */
final class References {

    private References() {}

    static List<Reference> of(ObjectOf schema) {
        List<Reference> found = new ArrayList<>();
        collect(schema, "", found);
        return List.copyOf(found);
    }

    private static void collect(ObjectOf object, String prefix, List<Reference> found) {
        for (Property property : object.properties()) {
            collect(property, property.schema(), prefix + property.name(), found);
        }
    }

    private static void collect(Property property, Schema schema, String path, List<Reference> found) {
        if (schema instanceof ListOf list) {
            collect(property, list.items(), path + "[]", found);
        } else if (schema instanceof MapOf map) {
            collect(property, map.values(), path + "{}", found);
        } else if (schema instanceof ObjectOf inner) {
            collect(inner, path + ".", found);
        } else if (!property.ref().isEmpty() && schema instanceof Schema.Text) {
            found.add(new Reference(path, property.ref()));
        }
    }
}
