package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.StoredResource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Resources as they would be: each key with what stands there, or with nothing where something would be removed. */
record Overlay(Map<ResourceKey, Optional<StoredResource>> changed) {

    /** Nothing changed. */
    static final Overlay NONE = new Overlay(Map.of());

    Overlay {
        changed = Map.copyOf(changed);
    }

    static Overlay of(Collection<? extends Resource> resources, Collection<ResourceKey> removed) {
        Map<ResourceKey, Optional<StoredResource>> changed = new HashMap<>();
        removed.forEach(key -> changed.put(key, Optional.empty()));
        resources.forEach(resource -> changed.put(resource.key(), Optional.of(stored(resource))));
        return new Overlay(changed);
    }

    private static StoredResource stored(Resource resource) {
        Kind kind = KindRegistry.of(resource.getClass());
        Map<String, Object> document = ResourceCodec.write(resource);
        return new StoredResource(
                resource.key(), 1, resource.metadata().labels(), kind.indexedFields(document), Json.write(document));
    }

    /** Whether it says anything about resources of that kind. */
    boolean speaksOf(String kind) {
        return changed.keySet().stream().anyMatch(key -> key.kind().equals(kind));
    }
}
