package ai.a5c.krate.render;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.Optional;

/** Finds members by paths such as {@code spec.env.name}, through lists and maps. */
final class Paths {

    private Paths() {}

    static Optional<Property> property(Kind kind, String path) {
        Optional<Property> found = Optional.empty();
        Schema schema = kind.schema();
        for (String step : path.split("\\.", -1)) {
            found = items(schema) instanceof ObjectOf object ? object.property(step) : Optional.empty();
            if (found.isEmpty()) {
                return found;
            }
            schema = found.get().schema();
        }
        return found;
    }

    /** What stands in lists and maps, however deep. */
    static Schema items(Schema schema) {
        if (schema instanceof ListOf list) {
            return items(list.items());
        }
        return schema instanceof MapOf map ? items(map.values()) : schema;
    }
}
