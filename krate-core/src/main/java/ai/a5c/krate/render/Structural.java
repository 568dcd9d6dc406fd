package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The structural schemas of Kubernetes, as CRDs and OpenAPI documents have them.
 *
 * @param rules whether what must hold between members is said in CEL
 */
record Structural(boolean rules) implements Dialect {

    @Override
    public Node anything() {
        return Node.of("x-kubernetes-preserve-unknown-fields", true);
    }

    @Override
    public void member(Property property, Node node) {
        property.defaultValue().ifPresent(value -> node.exactly("default", value));
        Bounds.sizes(property, node);
    }

    @Override
    public void text(Property property, Schema.Text text, Node node) {
        Bounds.text(property, text, node);
    }

    @Override
    public void list(Property property, Node node) {
        Bounds.list(property, node);
        String key = Lists.key(property);
        boolean keyed = !key.isEmpty() && property.schema() instanceof ListOf;
        node.with("x-kubernetes-list-type", keyed ? "map" : "atomic");
        node.with("x-kubernetes-list-map-keys", keyed ? List.of(key) : List.of());
    }

    @Override
    public void object(ObjectOf object, Place place, Node node) {
        object.properties().stream()
                .filter(property -> Presence.filled(object, property))
                .forEach(property ->
                        node.into("properties").into(property.name()).exactly("default", Map.of()));
        if (rules) {
            node.with("x-kubernetes-validations", validations(object, place));
        }
    }

    private static List<Map<String, Object>> validations(ObjectOf object, Place place) {
        List<Map<String, Object>> validations = new ArrayList<>();
        object.constraints()
                .forEach(constraint ->
                        validations.add(validation(new ConstraintRule(object, constraint).text(), constraint.words())));
        if (place.steady()) {
            ImmutableRules.of(object)
                    .forEach(
                            (path, rule) -> validations.add(validation(rule, path + " may not change once it is set")));
        }
        return validations;
    }

    private static Map<String, Object> validation(String rule, String message) {
        return Node.of("rule", rule).with("message", message).map();
    }
}
