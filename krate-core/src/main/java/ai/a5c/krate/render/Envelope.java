package ai.a5c.krate.render;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema.Property;
import java.util.Map;

/** The members that a document of every kind has, in Kubernetes' words. */
final class Envelope {

    static final String API_VERSION = "The API group and version that the document speaks.";
    static final String KIND = "What the document describes.";
    static final String METADATA = "Name, namespace, labels and what else every resource says about itself.";

    private Envelope() {}

    /** The members of a kind: those that all have, then spec and status. */
    static Node members(Kind kind, Dialect dialect, Node metadata) {
        Node members = new Node()
                .with("apiVersion", Node.of("description", API_VERSION).with("type", "string"))
                .with("kind", Node.of("description", KIND).with("type", "string"))
                .with("metadata", metadata);
        kind.schema().properties().forEach(property -> members.with(property.name(), part(property, dialect)));
        return members;
    }

    private static Map<String, Object> part(Property property, Dialect dialect) {
        String doc = property.name().equals("spec") ? "What is wanted." : "What was observed.";
        return Node.of("description", doc)
                .all(new SchemaWalk(dialect).member(property, Place.ROOT))
                .map();
    }
}
