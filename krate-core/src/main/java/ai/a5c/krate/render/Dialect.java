package ai.a5c.krate.render;

import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;

/** What one schema language says beyond the types and members that all of them have. */
interface Dialect {

    /** A place that allows any value. */
    Node anything();

    /** Adds to the member itself: its default, bounds and extensions. */
    void member(Property property, Node node);

    /** Adds to text that stands in {@code property}, perhaps in a list or map there. */
    void text(Property property, Schema.Text text, Node node);

    /** Adds to a list that stands in {@code property}. */
    void list(Property property, Node node);

    /** Adds to an object with known members. */
    void object(ObjectOf object, Place place, Node node);
}
