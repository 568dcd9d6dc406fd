package ai.a5c.krate.ownership;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.MapOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a place of a document is divided into fields that can be owned. */
sealed interface Shape {

    /** One field, whatever it holds. */
    record Leaf() implements Shape {}

    /** An object of which each member is divided further; a member that is not known is one field. */
    record Struct(Map<String, Shape> members) implements Shape {
        public Struct {
            members = Map.copyOf(members);
        }

        Shape member(String name) {
            return members.getOrDefault(name, LEAF);
        }
    }

    /** A map of which each entry is owned. */
    record Entries(Shape values) implements Shape {}

    /** A list whose objects are told apart by a member. */
    record Keyed(String key, Shape items) implements Shape {}

    /** A list whose elements are owned one by one. */
    record Elements() implements Shape {}

    /** One field. */
    Shape LEAF = new Leaf();

    /** The shape of whole documents of a kind, after Kubernetes' rules for {@code metadata}. */
    static Shape.Struct of(Kind kind) {
        Map<String, Shape> members = new LinkedHashMap<>();
        members.put(
                "metadata",
                new Struct(Map.of(
                        "labels", new Entries(LEAF),
                        "annotations", new Entries(LEAF),
                        "finalizers", new Elements(),
                        "ownerReferences", new Keyed("uid", LEAF))));
        kind.schema().properties().forEach(property -> members.put(property.name(), of(property)));
        return new Struct(members);
    }

    private static Shape of(Property property) {
        if (property.schema() instanceof ListOf list && list.items() instanceof ObjectOf items) {
            String key = isConditions(property, items) ? "type" : property.listKey();
            return key.isEmpty() ? LEAF : new Keyed(key, of(items));
        }
        return of(property.schema());
    }

    private static boolean isConditions(Property property, ObjectOf items) {
        return property.name().equals("conditions")
                && items.property("lastTransitionTime").isPresent();
    }

    private static Shape of(Schema schema) {
        if (schema instanceof ObjectOf object) {
            Map<String, Shape> members = new LinkedHashMap<>();
            object.properties().forEach(property -> members.put(property.name(), of(property)));
            return new Struct(members);
        }
        return schema instanceof MapOf map ? new Entries(of(map.values())) : LEAF;
    }
}
