package ai.a5c.krate.engine;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stored documents as the records of their kinds, and back. */
public final class StoredRecords {

    private StoredRecords() {}

    /** The record in {@code stored}, with its resource version. */
    public static Resource read(StoredResource stored) {
        Kind kind = KindRegistry.named(stored.key().kind())
                .orElseThrow(() -> new IllegalStateException(stored.key() + " is of no known kind"));
        Map<String, Object> document = Json.readObject(stored.document());
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (document.get("metadata") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        metadata.put("resourceVersion", Long.toString(stored.version()));
        document.put("metadata", metadata);
        return ResourceCodec.read(kind, document);
    }

    /** Every committed resource that {@code query} asks for, page by page. */
    static <R extends Resource> List<R> list(ResourceStore store, Class<R> kind, Query query) {
        List<R> all = new ArrayList<>();
        Query next = query;
        while (true) {
            Page page = store.list(next);
            page.items().forEach(stored -> all.add(kind.cast(read(stored))));
            if (page.next().isEmpty()) {
                return all;
            }
            next = next.after(page.next());
        }
    }

    /** What is stored of {@code resource}: its document without the version, its labels and its indexed fields. */
    static ResourceDraft draft(Resource resource) {
        Kind kind = KindRegistry.of(resource.getClass());
        Map<String, Object> document = ResourceCodec.write(resource);
        if (document.get("metadata") instanceof Map<?, ?> metadata) {
            metadata.remove("resourceVersion");
        }
        Map<String, String> fields = kind.indexedFields(document);
        if (!resource.metadata().ownerReferences().isEmpty()) {
            fields.put(Owned.FIELD, "true");
        }
        if (Capacities.isLimited(resource)) {
            fields.put(Capacities.FIELD, "true");
        }
        return new ResourceDraft(resource.key(), resource.metadata().labels(), fields, Json.write(document));
    }

    /** The version that {@code resource} was read at; 0 if it was never stored. */
    static long version(Resource resource) {
        String version = resource.metadata().resourceVersion();
        return version.isEmpty() ? 0 : Long.parseLong(version);
    }
}
