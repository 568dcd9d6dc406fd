package ai.a5c.krate.registry;

import ai.a5c.krate.registry.Schema.ObjectOf;
import java.util.ArrayList;
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

    /** The scalars at a path with {@code []} behind lists and {@code {}} behind maps, each with where it stands. */
    public static List<Place> places(Map<String, Object> document, String path) {
        List<Place> places = new ArrayList<>();
        collect(
                document,
                "",
                List.of(path.replace("[]", ".[]").replace("{}", ".{}").split("\\.", -1)),
                places);
        return places;
    }

    /**
     * A scalar of a document.
     *
     * @param path such as {@code spec.skillRefs[2]}
     */
    public record Place(String path, String value) {}

    private static void collect(@Nullable Object value, String path, List<String> steps, List<Place> places) {
        if (steps.isEmpty()) {
            if (value != null && !(value instanceof Map) && !(value instanceof List) && !value.equals("")) {
                places.add(new Place(path, value.toString()));
            }
            return;
        }
        List<String> rest = steps.subList(1, steps.size());
        if (value instanceof List<?> items && steps.get(0).equals("[]")) {
            for (int i = 0; i < items.size(); i++) {
                collect(items.get(i), "%s[%d]".formatted(path, i), rest, places);
            }
        } else if (value instanceof Map<?, ?> map && steps.get(0).equals("{}")) {
            map.forEach((key, item) -> collect(item, path + "." + key, rest, places));
        } else if (value instanceof Map<?, ?> map) {
            collect(map.get(steps.get(0)), path.isEmpty() ? steps.get(0) : path + "." + steps.get(0), rest, places);
        }
    }

    static List<String> indexed(ObjectOf object, String prefix) {
        return object.properties().stream()
                .flatMap(property -> property.schema() instanceof ObjectOf inner
                        ? indexed(inner, prefix + property.name() + ".").stream()
                        : property.indexed() ? Stream.of(prefix + property.name()) : Stream.<String>of())
                .toList();
    }
}
