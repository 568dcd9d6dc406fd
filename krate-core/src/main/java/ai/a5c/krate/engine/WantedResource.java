package ai.a5c.krate.engine;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The resource that a write of one part leaves: that part as it is wanted, everything else as it is stored. */
final class WantedResource {

    private static final String ORGANIZATION = "organizationRef";

    private WantedResource() {}

    /** Metadata and spec as wanted, status as stored; the organization is filled in. */
    static Resource withSpec(Kind kind, Map<String, Object> stored, Map<String, Object> wanted, Admitted place) {
        Map<String, Object> owned = new LinkedHashMap<>(wanted);
        place.organization().ifPresent(name -> ownedBy(kind, name, owned));
        Resource asked = labelled(kind, ResourceCodec.parse(owned, place.namespace()), place);
        if (stored.isEmpty()) {
            return asked;
        }
        Resource before = ResourceCodec.read(kind, stored);
        Map<String, Object> next = new LinkedHashMap<>(ResourceCodec.write(asked));
        next.put("status", stored.getOrDefault("status", Map.of()));
        return ResourceCodec.read(kind, next).withMetadata(merged(before.metadata(), asked.metadata()));
    }

    /** Status as wanted, metadata and spec as stored. */
    static Resource withStatus(Kind kind, Map<String, Object> stored, Map<String, Object> wanted) {
        ResourceCodec.checkStatus(kind, wanted.get("status"));
        Map<String, Object> next = new LinkedHashMap<>(stored);
        Object status = wanted.get("status");
        next.put("status", status == null ? Map.of() : status);
        return ResourceCodec.read(kind, next);
    }

    /** People's labels stay; those that only Krate sets say what is true. */
    private static Resource labelled(Kind kind, Resource asked, Admitted place) {
        Map<String, String> labels = Labels.peoples(asked.metadata().labels());
        place.organization().ifPresent(name -> labels.putAll(Labels.of("org", name)));
        labels.putAll(Labels.implied(kind, ResourceCodec.write(asked)));
        return asked.withMetadata(asked.metadata().withLabels(labels));
    }

    private static void ownedBy(Kind kind, String organization, Map<String, Object> document) {
        if (kind.schema().property("spec").orElseThrow().schema() instanceof ObjectOf spec
                && spec.property(ORGANIZATION).isPresent()
                && document.get("spec") instanceof Map<?, ?> given) {
            Map<String, Object> owned = new LinkedHashMap<>();
            given.forEach((key, value) -> owned.put(String.valueOf(key), value));
            owned.put(ORGANIZATION, organization);
            document.put("spec", owned);
        }
    }

    private static Metadata merged(Metadata stored, Metadata asked) {
        return new Metadata(
                stored.name(),
                stored.namespace(),
                stored.uid(),
                stored.generation(),
                stored.resourceVersion(),
                stored.creationTimestamp(),
                stored.deletionTimestamp(),
                asked.labels(),
                asked.annotations(),
                asked.ownerReferences(),
                asked.finalizers(),
                stored.managedFields());
    }
}
