package ai.a5c.krate.render;

import ai.a5c.krate.registry.Constraint;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A constraint of an object in CEL. */
final class ConstraintRule {

    private final ObjectOf object;
    private final Constraint constraint;

    ConstraintRule(ObjectOf object, Constraint constraint) {
        this.object = object;
        this.constraint = constraint;
    }

    /** The expression, with the object as {@code self}. */
    String text() {
        List<String> set = constraint.fields().stream()
                .map(field -> Cel.isSet("self", property(field)))
                .toList();
        return switch (constraint.check()) {
            case EXACTLY_ONE -> "%s.filter(set, set).size() == 1".formatted(set);
            case AT_MOST_ONE -> "%s.filter(set, set).size() <= 1".formatted(set);
            case AT_LEAST_ONE -> Cel.any(set);
            case REQUIRED_WHEN -> "!%s || %s".formatted(condition(), Cel.all(set));
            case FORBIDDEN_WHEN -> "!%s || !%s".formatted(condition(), Cel.any(set));
            case ASCENDING -> Cel.all(pairs(ConstraintRule::ascends));
            case DIFFERENT -> "!%s || %s".formatted(Cel.all(set), Cel.all(pairs(ConstraintRule::differs)));
        };
    }

    private String condition() {
        Property when = property(constraint.when());
        String path = Cel.select("self", when.name());
        if (constraint.is().isEmpty()) {
            return Cel.isSet("self", when);
        }
        String words = Cel.quoted(constraint.is());
        if (when.schema() instanceof Schema.ListOf) {
            return "(has(%1$s) && %1$s.exists(item, item in %2$s))".formatted(path, words);
        }
        boolean text = when.schema() instanceof Schema.Text || when.schema() instanceof Schema.Choice;
        return "(has(%s) && %s in %s)".formatted(path, text ? path : "string(" + path + ")", words);
    }

    private List<String> pairs(BiFunction<String, String, String> term) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < constraint.fields().size(); i++) {
            for (int j = i + 1; j < constraint.fields().size(); j++) {
                terms.add(term.apply(path(i), path(j)));
            }
        }
        return terms;
    }

    private String path(int index) {
        return Cel.select("self", constraint.fields().get(index));
    }

    private static String ascends(String first, String second) {
        return "(!has(%1$s) || !has(%2$s) || double(%1$s) <= double(%2$s))".formatted(first, second);
    }

    private static String differs(String first, String second) {
        return "%s != %s".formatted(first, second);
    }

    private Property property(String name) {
        return object.property(name)
                .orElseThrow(() -> new IllegalArgumentException("a rule speaks of an unknown member " + name));
    }
}
