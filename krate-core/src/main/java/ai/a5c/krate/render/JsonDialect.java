package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import ai.a5c.krate.resource.Form;
import java.util.Locale;
import java.util.Map;

/** JSON Schema 2020-12, as strict as validation is. */
final class JsonDialect implements Dialect {

    @Override
    public Node anything() {
        return new Node();
    }

    @Override
    public void member(Property property, Node node) {
        property.defaultValue().ifPresent(value -> node.exactly("default", value));
        Bounds.sizes(property, node);
        node.with("x-krate-ref", property.ref());
        if (property.immutable()) {
            node.with("x-krate-immutable", true);
        }
    }

    @Override
    public void text(Property property, Text text, Node node) {
        Bounds.text(property, text, node);
        if (text.form() != Form.TEXT) {
            node.with(
                    "x-krate-form", text.form().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }

    @Override
    public void list(Property property, Node node) {
        Bounds.list(property, node);
        if (property.schema() instanceof Schema.ListOf) {
            node.with("x-krate-list-key", property.listKey());
        }
    }

    @Override
    public void object(ObjectOf object, Place place, Node node) {
        node.exactly("additionalProperties", false);
        node.with(
                "allOf",
                object.constraints().stream()
                        .map(ConstraintSchema::of)
                        .filter(schema -> !schema.equals(Map.of()))
                        .toList());
    }
}
