package ai.a5c.krate.registry;

import ai.a5c.krate.registry.Schema.ObjectOf;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Paths into documents. */
public final class Fields {

    private Fields() {}

    /** The text of the scalar at a path such as {@code spec.subject.name}; empty if there is none. */
    public static String text(Map<String, Object> document, String path) {
        @Nullable Object value = document;
        for (String step : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return value == null || value instanceof Map || value instanceof List ? "" : value.toString();
    }

    static List<String> indexed(ObjectOf object, String prefix) {
        return object.properties().stream()
                .flatMap(property -> property.schema() instanceof ObjectOf inner
                        ? indexed(inner, prefix + property.name() + ".").stream()
                        : property.indexed() ? Stream.of(prefix + property.name()) : Stream.<String>of())
                .toList();
    }
}
