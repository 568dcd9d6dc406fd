package ai.a5c.krate.registry;

import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.resource.Metadata;
import java.util.List;
import java.util.stream.Stream;

/** The whole schema of a kind, its metadata included. */
final class WithMetadata {

    private static final Property METADATA = Property.plain("metadata", SchemaReader.read(Metadata.class), true);

    private WithMetadata() {}

    static ObjectOf of(Kind kind) {
        List<Property> all = Stream.concat(Stream.of(METADATA), kind.schema().properties().stream())
                .toList();
        return new ObjectOf(all, List.of());
    }
}
