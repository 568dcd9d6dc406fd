package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.StoredRecords;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.StoredResource;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resources in the shape that a client wants: whole, metadata only, or as a table. */
final class Shown {

    private static final Set<String> INCLUDED = Set.of("None", "Metadata", "Object");

    private Shown() {}

    /**
     * What a client wants to see of resources.
     *
     * @param include what rows of a table carry: {@code None}, {@code Metadata} or {@code Object}
     */
    record Look(Shape shape, String include) {

        static Look of(Context context) {
            String include = Answer.query(context, "includeObject");
            if (!include.isEmpty() && !INCLUDED.contains(include)) {
                throw Status.badRequest("includeObject must be None, Metadata or Object")
                        .refusal();
            }
            return new Look(
                    Shape.ofResources(Optional.ofNullable(context.header("Accept"))),
                    include.isEmpty() ? "Metadata" : include);
        }
    }

    /** The document of a stored resource, with today's defaults. */
    static Map<String, Object> document(StoredResource stored) {
        return ResourceCodec.write(StoredRecords.read(stored));
    }

    static Map<String, Object> one(Kind kind, Resource resource, Look look, Instant now) {
        Map<String, Object> document = ResourceCodec.write(resource);
        if (!look.shape().table()) {
            return item(document, look);
        }
        Map<String, Object> table = Table.of(kind, List.of(document), look, true, now);
        table.put("metadata", version(resource.metadata().resourceVersion()));
        return table;
    }

    static Map<String, Object> list(
            Kind kind, List<Map<String, Object>> documents, Map<String, Object> metadata, Look look, Instant now) {
        if (look.shape().table()) {
            Map<String, Object> table = Table.of(kind, documents, look, true, now);
            table.put("metadata", metadata);
            return table;
        }
        boolean partial = look.shape().metadataOnly();
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("apiVersion", partial ? look.shape().apiVersion() : kind.apiVersion());
        list.put("kind", partial ? "PartialObjectMetadataList" : kind.name() + "List");
        list.put("metadata", metadata);
        list.put(
                "items",
                documents.stream().map(document -> item(document, look)).toList());
        return list;
    }

    /** The object of a watch event. */
    static Map<String, Object> event(Kind kind, Map<String, Object> document, Look look, boolean heading, Instant now) {
        return look.shape().table() ? Table.of(kind, List.of(document), look, heading, now) : item(document, look);
    }

    /** The object of a bookmark: nothing but how far the watch has come. */
    static Map<String, Object> bookmark(Kind kind, Map<String, Object> metadata, Look look) {
        Map<String, Object> object;
        if (look.shape().table()) {
            object = Table.of(kind, List.of(), look, false, Instant.EPOCH);
        } else {
            object = new LinkedHashMap<>();
            object.put("apiVersion", look.shape().metadataOnly() ? look.shape().apiVersion() : kind.apiVersion());
            object.put("kind", look.shape().metadataOnly() ? "PartialObjectMetadata" : kind.name());
        }
        object.put("metadata", metadata);
        return object;
    }

    private static Map<String, Object> item(Map<String, Object> document, Look look) {
        return look.shape().metadataOnly() ? metadataOf(document, look.shape()) : document;
    }

    static Map<String, Object> metadataOf(Map<String, Object> document, Shape shape) {
        Map<String, Object> partial = new LinkedHashMap<>();
        partial.put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", shape.apiVersion());
        partial.put("metadata", document.getOrDefault("metadata", Map.of()));
        return partial;
    }

    static Map<String, Object> version(String resourceVersion) {
        return Map.of("resourceVersion", resourceVersion);
    }
}
