package ai.a5c.krate.engine;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import java.util.List;
import java.util.Map;

/** The one road of resources out of the store. */
final class ResourceDeletion {

    private final Desk desk;

    ResourceDeletion(Desk desk) {
        this.desk = desk;
    }

    Deleted delete(ResourceKey key, DeleteOptions options, Caller caller) {
        Kind kind = Admission.byHand(key);
        return TakenBackException.caught(
                Deleted.class,
                () -> desk.write(records ->
                        TakenBackException.unless(options.dryRun(), delete(records, kind, key, options, caller))));
    }

    private static Deleted delete(Records records, Kind kind, ResourceKey key, DeleteOptions options, Caller caller) {
        Admission.place(records, kind, key.namespace(), caller);
        Resource resource = records.need(kind.type(), key.namespace(), key.name());
        Map<String, Object> stored = ResourceCodec.write(resource);
        Preconditions.expected(key, "metadata.uid", options.uid(), stored);
        Preconditions.expected(key, "metadata.resourceVersion", options.resourceVersion(), stored);
        List<String> dependents = Admission.dependents(records, kind, resource);
        if (!dependents.isEmpty()) {
            throw new RefusedException(
                    "HAS_DEPENDENTS",
                    "%s is needed by %s; delete them first".formatted(key, String.join(", ", dependents)));
        }
        records.transaction().delete(key, StoredRecords.version(resource));
        Map<String, Object> details = Map.of("road", caller.road().word());
        Journal.audit(records, caller.name(), "resource.deleted", key, details);
        return new Deleted(resource, true);
    }
}
