package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What may not change in an object once it is set, in CEL over {@code self} and {@code oldSelf}. */
final class ImmutableRules {

    private final Map<String, String> rules = new LinkedHashMap<>();

    private ImmutableRules() {}

    /** The rules by the path of the member; members of objects that are always there have their own rules there. */
    static Map<String, String> of(ObjectOf object) {
        ImmutableRules rules = new ImmutableRules();
        rules.collect(object, List.of(), "");
        return rules.rules;
    }

    private void collect(ObjectOf object, List<String> steps, String prefix) {
        for (Property property : object.properties()) {
            if (property.immutable() && !(property.schema() instanceof Schema.Anything)) {
                rules.put(prefix + property.name(), rule(property, steps));
            } else if (property.schema() instanceof ObjectOf inner && !Presence.always(object, property)) {
                List<String> deeper = new ArrayList<>(steps);
                deeper.add(property.name());
                collect(inner, deeper, prefix + property.name() + ".");
            }
        }
    }

    private static String rule(Property property, List<String> steps) {
        String path = Cel.select(path("self", steps), property.name());
        String old = Cel.select(path("oldSelf", steps), property.name());
        if (property.required() && steps.isEmpty()) {
            return path + " == " + old;
        }
        return "!%s || (%s && %s == %s)"
                .formatted(set("oldSelf", steps, property), has("self", steps, property), path, old);
    }

    private static String set(String root, List<String> steps, Property property) {
        String parents = parents(root, steps);
        String set = Cel.isSet(path(root, steps), property);
        return parents.isEmpty() ? set : "(" + parents + set + ")";
    }

    private static String has(String root, List<String> steps, Property property) {
        return parents(root, steps) + "has(" + Cel.select(path(root, steps), property.name()) + ")";
    }

    private static String parents(String root, List<String> steps) {
        StringBuilder parents = new StringBuilder();
        for (int i = 1; i <= steps.size(); i++) {
            parents.append("has(%s) && ".formatted(path(root, steps.subList(0, i))));
        }
        return parents.toString();
    }

    private static String path(String root, List<String> steps) {
        String path = root;
        for (String step : steps) {
            path = Cel.select(path, step);
        }
        return path;
    }
}
