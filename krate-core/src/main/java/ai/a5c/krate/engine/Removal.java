package ai.a5c.krate.engine;

import ai.a5c.krate.admission.Terminating;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Takes resources out of the store within one transaction, and tells those that referred to them. */
final class Removal {

    private final Records records;
    private final Owned owned;
    private final String actor;
    private final Map<String, Object> details;

    /**
     * A removal.
     *
     * @param owned what belongs to whom in the namespace
     * @param actor who removes, as it stands in the audit trail
     * @param details what the audit trail says beyond that
     */
    Removal(Records records, Owned owned, String actor, Map<String, Object> details) {
        this.records = records;
        this.owned = owned;
        this.actor = actor;
        this.details = details;
    }

    /** Deletes {@code resource} now, or as soon as its finalizers and {@code more} are gone. */
    Deleted of(Resource resource, List<String> more, List<Resource> referrers) {
        tell(resource, referrers);
        List<String> finalizers = Stream.concat(resource.metadata().finalizers().stream(), more.stream())
                .distinct()
                .toList();
        Resource marked = resource.withMetadata(
                resource.metadata().finalizedBy(finalizers).deletedAt(records.now()));
        if (finalizers.isEmpty()) {
            return finished(resource, referrers);
        }
        Resource stored = records.update(marked);
        audit("resource.terminating", stored, referrers);
        return new Deleted(stored, false);
    }

    /** Deletes what nothing holds any more; what it owned, and owners that wait for it, are looked at afterwards. */
    Deleted finished(Resource resource, List<Resource> referrers) {
        Metadata metadata = resource.metadata();
        records.delete(resource);
        audit("resource.deleted", resource, referrers);
        if (!owned.by(metadata.uid()).isEmpty()) {
            Garbage.look(records, Garbage.gone(resource));
        }
        for (Metadata.OwnerReference owner : metadata.ownerReferences()) {
            ResourceKey key = new ResourceKey(owner.kind(), metadata.namespace(), owner.name());
            KindRegistry.named(owner.kind())
                    .flatMap(kind -> records.get(kind.type(), key.namespace(), key.name()))
                    .filter(found -> found.metadata().finalizers().contains(Terminating.FOREGROUND))
                    .ifPresent(found -> Garbage.look(records, key.toString()));
        }
        return new Deleted(resource, true);
    }

    private void audit(String action, Resource resource, List<Resource> referrers) {
        Map<String, Object> said = new LinkedHashMap<>(details);
        if (!referrers.isEmpty()) {
            said.put("lostBy", Referrers.names(Owned.keys(referrers)));
        }
        Journal.audit(records, actor, action, resource.key(), said);
    }

    private void tell(Resource resource, List<Resource> referrers) {
        for (Resource referrer : referrers) {
            Kind kind = KindRegistry.of(referrer.getClass());
            records.get(kind.type(), referrer.key().namespace(), referrer.key().name())
                    .map(Resource.class::cast)
                    .flatMap(now -> LostDependency.noted(kind, now, resource.key(), records.now()))
                    .ifPresent(records::update);
        }
    }
}
