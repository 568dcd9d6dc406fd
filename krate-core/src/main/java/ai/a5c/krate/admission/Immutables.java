package ai.a5c.krate.admission;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.validate.Faults;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds changes of what may not change once it is set.
 *
 * <p>Documents are as {@link ai.a5c.krate.registry.ResourceCodec#write} gives them. Objects in lists are told apart by the
 * list's key; where a list has none, what stands in it may change with it.
 */
public final class Immutables {

    private final Faults faults;

    private Immutables(Faults faults) {
        this.faults = faults;
    }

    /** Notes each field of {@code spec} that was set before and is another now. */
    public static void check(Kind kind, Map<String, Object> before, Map<String, Object> next, Faults faults) {
        Schema spec = kind.schema().property("spec").orElseThrow().schema();
        check(spec, before.get("spec"), next.get("spec"), faults);
    }

    static void check(Schema spec, @Nullable Object before, @Nullable Object next, Faults faults) {
        new Immutables(faults).inside(spec, "", before, next, "$.spec");
    }

    private void member(Property property, Map<?, ?> before, Map<?, ?> next, String path) {
        Object was = before.get(property.name());
        Object is = next.get(property.name());
        if (!property.immutable()) {
            inside(property.schema(), property.listKey(), was, is, path);
        } else if (was != null && !was.equals(is)) {
            faults.at(
                    path,
                    was instanceof Map || was instanceof List
                            ? "may not change once it is set"
                            : "may not change; it is '%s'".formatted(was));
        }
    }

    private void inside(Schema schema, String key, @Nullable Object before, @Nullable Object next, String path) {
        if (schema instanceof ObjectOf object && before instanceof Map<?, ?> was) {
            Map<?, ?> is = next instanceof Map<?, ?> map ? map : Map.of();
            object.properties().forEach(property -> member(property, was, is, path + "." + property.name()));
        } else if (schema instanceof MapOf map && before instanceof Map<?, ?> was && next instanceof Map<?, ?> is) {
            is.forEach((name, value) -> inside(map.values(), "", was.get(name), value, path + "." + name));
        } else if (schema instanceof ListOf list
                && !key.isEmpty()
                && before instanceof List<?> was
                && next instanceof List<?> is) {
            items(list, key, was, is, path);
        }
    }

    private void items(ListOf list, String key, List<?> before, List<?> next, String path) {
        for (int i = 0; i < next.size(); i++) {
            Object name = next.get(i) instanceof Map<?, ?> item ? item.get(key) : null;
            Object was = before.stream()
                    .filter(item -> name != null && item instanceof Map<?, ?> map && name.equals(map.get(key)))
                    .findFirst()
                    .orElse(null);
            inside(list.items(), "", was, next.get(i), "%s[%d]".formatted(path, i));
        }
    }
}
