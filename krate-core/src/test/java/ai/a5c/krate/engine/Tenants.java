package ai.a5c.krate.engine;

import ai.a5c.krate.access.NativeAccess;
import ai.a5c.krate.blob.memory.InMemoryBlobStore;
import ai.a5c.krate.cel.CelPredicates;
import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.observe.KrateListener;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.testkit.FakeRepositories;
import ai.a5c.krate.testkit.MemorySecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store with two organizations, acme and globex, a desk for each that writes there, and a clock. */
final class Tenants {

    static final Caller ADMINISTRATOR = new Caller("root", Caller.Road.API, true, Set.of());
    static final Caller ACME = new Caller("ann", Caller.Road.API, false, Set.of("acme"));
    static final Caller GLOBEX = new Caller("gus", Caller.Road.API, false, Set.of("globex"));
    static final WriteOptions PLAIN = WriteOptions.by("test");
    static final WriteOptions STATUS = new WriteOptions(false, "test", false, WriteOptions.Part.STATUS);
    static final WriteOptions DRY = new WriteOptions(true, "test", false, WriteOptions.Part.SPEC);

    final ResourceStore store;
    final Desk engine;
    final ResourceDesk desk;
    final MemorySecrets secrets = new MemorySecrets();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    Tenants(ResourceStore store) {
        this(store, new LocalAccess(store));
    }

    Tenants(ResourceStore store, NativeAccess access) {
        this.store = store;
        this.engine = new Desk(new Ports(
                        store,
                        new InMemoryBlobStore(),
                        secrets,
                        new FakeRepositories(Path.of("unused")),
                        List.of(),
                        List.of(),
                        List.of(),
                        MacKey.of(new byte[32]),
                        this::now,
                        KrateListener.NONE,
                        "test")
                .asking(access)
                .reading(new CelPredicates()));
        this.desk = new ResourceDesk(engine);
    }

    /** The two organizations on an empty store. */
    static Tenants on(ResourceStore store) {
        return on(store, new LocalAccess(store));
    }

    /** The two organizations on an empty store, in a world where {@code access} says who may do what. */
    static Tenants on(ResourceStore store, NativeAccess access) {
        Tenants tenants = new Tenants(store, access);
        for (String slug : List.of("acme", "globex")) {
            tenants.apply(ADMINISTRATOR, document("""
                    kind: Organization
                    metadata: {name: %1$s}
                    spec: {slug: %1$s, namespaceName: %1$s}
                    """.formatted(slug)));
            tenants.apply(ADMINISTRATOR, document("""
                    kind: OrgNamespaceBinding
                    metadata: {name: %1$s}
                    spec: {organizationRef: %1$s, namespace: %1$s}
                    """.formatted(slug)));
        }
        return tenants;
    }

    synchronized Instant now() {
        return now;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    Resource apply(Caller caller, Map<String, Object> document) {
        return desk.apply(document, "acme", caller).resource();
    }

    /** Applies a document of acme. */
    Resource acme(String yaml) {
        return apply(ACME, document(yaml));
    }

    /** Stores resources of acme as the engine does, whatever their kind. */
    void put(List<Map<String, Object>> documents) {
        engine.write(records -> documents.stream()
                .map(document -> records.create(resource(document)))
                .toList());
    }

    private static Resource resource(Map<String, Object> document) {
        Map<String, Object> metadata = new LinkedHashMap<>(Map.of("name", Fields.text(document, "metadata.name")));
        if (document.get("metadata") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> metadata.put(String.valueOf(name), value));
        }
        metadata.put("namespace", "acme");
        Map<String, Object> placed = new LinkedHashMap<>(document);
        placed.put("metadata", metadata);
        return ResourceCodec.read(
                KindRegistry.named(String.valueOf(document.get("kind"))).orElseThrow(), placed);
    }

    /** A document from YAML, its API version filled in. */
    static Map<String, Object> document(String yaml) {
        Map<String, Object> document = Documents.read(yaml).get(0);
        document.putIfAbsent(
                "apiVersion",
                KindRegistry.named(String.valueOf(document.get("kind")))
                        .map(Kind::apiVersion)
                        .orElse("krate.a5c.ai/v1alpha1"));
        return document;
    }

    /** The stored document, which must be there. */
    Map<String, Object> stored(ResourceKey key) {
        return ResourceCodec.write(desk.get(key).orElseThrow());
    }

    /** The text of a scalar of a stored document. */
    String text(ResourceKey key, String path) {
        return Fields.text(stored(key), path);
    }

    /** Everything that is stored, of every kind. */
    List<StoredResource> everything() {
        return KindRegistry.all().stream()
                .flatMap(kind -> store.list(Query.all(kind.name())).items().stream())
                .toList();
    }

    static ResourceKey key(String kind, String name) {
        return new ResourceKey(kind, "acme", name);
    }
}
