package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;

/** Which nested objects are there in every stored document. */
final class Presence {

    private Presence() {}

    /** Whether an absent object is filled in: nothing in it is required, and no rule asks whether it is set. */
    static boolean filled(ObjectOf parent, Property property) {
        return !property.required()
                && !property.immutable()
                && property.schema() instanceof ObjectOf object
                && object.properties().stream().noneMatch(Property::required)
                && object.constraints().isEmpty()
                && parent.constraints().stream()
                        .noneMatch(constraint -> constraint.fields().contains(property.name())
                                || constraint.when().equals(property.name()));
    }

    /** Whether it is always there. */
    static boolean always(ObjectOf parent, Property property) {
        return property.required() || filled(parent, property);
    }
}
