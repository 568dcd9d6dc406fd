package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.Choice;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.registry.Schema.Text;
import java.util.List;
import java.util.Map;

/** Writes schemas as JSON objects: the types and members by itself, the rest in the words of a dialect. */
final class SchemaWalk {

    private final Dialect dialect;

    SchemaWalk(Dialect dialect) {
        this.dialect = dialect;
    }

    /** A member with its description. */
    Map<String, Object> member(Property property, Place place) {
        Node node = new Node()
                .with("description", property.doc())
                .all(schema(property, property.schema(), place.member()).map());
        dialect.member(property, node);
        return node.map();
    }

    private Node schema(Property property, Schema schema, Place place) {
        if (schema instanceof ObjectOf object) {
            return object(object, place);
        }
        if (schema instanceof ListOf list) {
            String key = Lists.key(property);
            Node node = Node.typed("array").with("items", schema(property, list.items(), place.items(key)));
            dialect.list(property, node);
            return node;
        }
        if (schema instanceof MapOf map) {
            Map<String, Object> values =
                    schema(property, map.values(), place.member()).map();
            return Node.typed("object").exactly("additionalProperties", values);
        }
        return scalar(property, schema);
    }

    private Node object(ObjectOf object, Place place) {
        Node members = new Node();
        object.properties().forEach(property -> members.with(property.name(), member(property, place)));
        Node node = Node.typed("object").with("properties", members).with("required", required(object, place));
        dialect.object(object, place, node);
        return node;
    }

    private static List<String> required(ObjectOf object, Place place) {
        return object.properties().stream()
                .filter(property -> property.required() || property.name().equals(place.listKey()))
                .map(Property::name)
                .toList();
    }

    private Node scalar(Property property, Schema schema) {
        if (schema instanceof Text text) {
            Node node = Node.typed("string");
            dialect.text(property, text, node);
            return node;
        }
        if (schema instanceof Choice choice) {
            return Node.typed("string").with("enum", choice.words());
        }
        if (schema instanceof Schema.Flag) {
            return Node.typed("boolean");
        }
        if (schema instanceof Schema.Whole) {
            return Node.typed("integer").with("format", "int64");
        }
        if (schema instanceof Schema.Decimal) {
            return Node.typed("number").with("format", "double");
        }
        return schema instanceof Schema.Time ? Node.typed("string").with("format", "date-time") : dialect.anything();
    }
}
