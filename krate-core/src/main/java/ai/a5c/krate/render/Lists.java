package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema.ListOf;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;

/** How the items of lists are told apart. */
final class Lists {

    private Lists() {}

    /** The member that tells the objects of a list apart; {@code type} for conditions, empty for a list that is a whole. */
    static String key(Property property) {
        boolean conditions = property.name().equals("conditions")
                && property.schema() instanceof ListOf list
                && list.items() instanceof ObjectOf condition
                && condition.property("type").isPresent();
        return property.listKey().isEmpty() && conditions ? "type" : property.listKey();
    }
}
