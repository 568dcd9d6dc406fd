package ai.a5c.krate.engine;

import ai.a5c.krate.admission.Terminating;
import ai.a5c.krate.engine.DeleteOptions.Propagation;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one road of resources out of the store: admits the caller, asks who needs the resource, and begins the cascade. */
final class ResourceDeletion {

    /** The annotation by which a resource says that those who refer to it may lose it. */
    static final String DEPENDENTS = "krate.a5c.ai/delete-dependents";

    private final Desk desk;

    ResourceDeletion(Desk desk) {
        this.desk = desk;
    }

    /** Deletes what is under {@code key}; a dry run does all of it and takes it back. */
    Deleted delete(ResourceKey key, DeleteOptions options, Caller caller) {
        Kind kind = Admission.byHand(key);
        return TakenBackException.caught(
                Deleted.class,
                () -> desk.write(records -> TakenBackException.unless(
                        options.dryRun(), new OneDeletion(records, kind, options, caller).of(key))));
    }

    /** A deletion within one transaction. */
    private record OneDeletion(Records records, Kind kind, DeleteOptions options, Caller caller) {

        Deleted of(ResourceKey key) {
            Admission.lock(records, key.namespace());
            Admission.place(records, kind, key.namespace(), caller);
            Resource resource = records.need(kind.type(), key.namespace(), key.name());
            Map<String, Object> stored = ResourceCodec.write(resource);
            Preconditions.expected(key, "metadata.uid", options.uid(), stored);
            Preconditions.expected(key, "metadata.resourceVersion", options.resourceVersion(), stored);
            return resource.metadata().deletionTimestamp() == null ? begin(resource) : new Deleted(resource, false);
        }

        private Deleted begin(Resource resource) {
            Owned all = Owned.in(records, resource.key().namespace());
            List<Resource> owned = all.by(resource.metadata().uid());
            List<Resource> referrers = consented(resource, going(resource, owned));
            List<String> finalizers = finalizers(owned);
            Deleted deleted =
                    new Removal(records, all, caller.name(), details(owned)).of(resource, finalizers, referrers);
            if (finalizers.isEmpty()) {
                return deleted;
            }
            Garbage.step(records, resource.key().toString());
            return new Deleted(
                    deleted.resource(),
                    records.transaction().get(resource.key()).isEmpty());
        }

        /** What goes along because nobody else owns it. */
        private List<Resource> going(Resource resource, List<Resource> owned) {
            return owned.stream()
                    .filter(each -> options.propagation() != Propagation.ORPHAN
                            && !Owned.hasOther(
                                    records, each, resource.metadata().uid()))
                    .toList();
        }

        private List<String> finalizers(List<Resource> owned) {
            if (owned.isEmpty() || options.propagation() == Propagation.BACKGROUND) {
                return List.of();
            }
            return List.of(options.propagation() == Propagation.ORPHAN ? Terminating.ORPHAN : Terminating.FOREGROUND);
        }

        private Map<String, Object> details(List<Resource> owned) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("road", caller.road().word());
            details.put("propagation", options.propagation().name().toLowerCase(Locale.ROOT));
            if (!owned.isEmpty()) {
                details.put("owned", Referrers.names(Owned.keys(owned)));
            }
            return details;
        }

        /**
         * Who refers to the resource and agrees to lose it.
         *
         * @throws RefusedException {@code HAS_DEPENDENTS} if somebody does not agree
         */
        private List<Resource> consented(Resource resource, List<Resource> going) {
            List<Resource> all =
                    Stream.concat(Stream.of(resource), going.stream()).toList();
            Set<String> kinds = all.stream().map(each -> each.key().kind()).collect(Collectors.toSet());
            Referrers referrers = Referrers.of(records, kinds, resource.key().namespace());
            Set<ResourceKey> keys = Set.copyOf(Owned.keys(all));
            Map<ResourceKey, Resource> needing = new LinkedHashMap<>();
            all.forEach(each -> referrers.of(each.key(), keys).forEach(user -> needing.put(user.key(), user)));
            List<Resource> underWay = Referrers.underWay(List.copyOf(needing.values()));
            if (!underWay.isEmpty()) {
                throw refused(resource, Owned.keys(underWay), "end or cancel them first");
            }
            List<ResourceKey> others = new ArrayList<>(needing.keySet());
            if (resource instanceof OrgNamespaceBinding binding) {
                others.addAll(inside(binding.spec().namespace()));
            }
            if (!others.isEmpty() && kind.info().installation()) {
                throw refused(resource, others, "delete them first");
            }
            if (!others.isEmpty() && !consents(resource)) {
                throw refused(
                        resource,
                        others,
                        "delete them first, or let them lose it with propagationPolicy Foreground or the annotation "
                                + DEPENDENTS);
            }
            return referrers.of(resource.key(), keys);
        }

        private boolean consents(Resource resource) {
            return options.propagation() == Propagation.FOREGROUND
                    || "true".equals(resource.metadata().annotations().get(DEPENDENTS));
        }

        private List<ResourceKey> inside(String namespace) {
            return KindRegistry.all().stream()
                    .filter(each -> each.info().storage() == Storage.CONFIG
                            && !each.info().installation())
                    .flatMap(each -> records.list(each.type(), Query.of(each.name(), namespace)).stream())
                    .map(Resource::key)
                    .toList();
        }

        private static RefusedException refused(Resource resource, List<ResourceKey> needing, String advice) {
            return new RefusedException(
                    "HAS_DEPENDENTS",
                    "%s is needed by %s; %s".formatted(resource.key(), Referrers.names(needing), advice));
        }
    }
}
