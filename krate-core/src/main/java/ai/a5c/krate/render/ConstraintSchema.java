package ai.a5c.krate.render;

import ai.a5c.krate.registry.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A constraint of an object in JSON Schema, as far as it can be said there. */
final class ConstraintSchema {

    private static final List<Object> EMPTY = List.of("", List.of(), Map.of());

    private ConstraintSchema() {}

    /** The schema; empty for what compares fields with each other. */
    static Map<String, Object> of(Constraint constraint) {
        List<Map<String, Object>> set =
                constraint.fields().stream().map(ConstraintSchema::isSet).toList();
        return switch (constraint.check()) {
            case EXACTLY_ONE -> said(constraint, Node.of("oneOf", set));
            case AT_MOST_ONE -> said(constraint, Node.of("not", Node.of("anyOf", pairs(set))));
            case AT_LEAST_ONE -> said(constraint, Node.of("anyOf", set));
            case REQUIRED_WHEN ->
                said(constraint, Node.of("if", condition(constraint)).with("then", Node.of("allOf", set)));
            case FORBIDDEN_WHEN ->
                said(
                        constraint,
                        Node.of("if", condition(constraint)).with("then", Node.of("not", Node.of("anyOf", set))));
            case ASCENDING, DIFFERENT -> Map.of();
        };
    }

    private static Map<String, Object> said(Constraint constraint, Node schema) {
        return schema.with("$comment", constraint.words()).map();
    }

    private static Map<String, Object> isSet(String field) {
        return Node.of("required", List.of(field))
                .with("properties", Node.of(field, Node.of("not", Node.of("enum", EMPTY))))
                .map();
    }

    private static Map<String, Object> condition(Constraint constraint) {
        if (constraint.is().isEmpty()) {
            return isSet(constraint.when());
        }
        Node word = Node.of("enum", constraint.is());
        Node value = Node.of(
                "anyOf",
                List.of(word.map(), Node.typed("array").with("contains", word).map()));
        return Node.of("required", List.of(constraint.when()))
                .with("properties", Node.of(constraint.when(), value))
                .map();
    }

    private static List<Map<String, Object>> pairs(List<Map<String, Object>> set) {
        List<Map<String, Object>> pairs = new ArrayList<>();
        for (int i = 0; i < set.size(); i++) {
            for (int j = i + 1; j < set.size(); j++) {
                pairs.add(Node.of("allOf", List.of(set.get(i), set.get(j))).map());
            }
        }
        return pairs;
    }
}
