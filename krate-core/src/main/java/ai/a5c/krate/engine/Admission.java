package ai.a5c.krate.engine;

import ai.a5c.krate.engine.WriteOptions.Part;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.Reference;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.validate.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a resource may be stored where it wants to be: its organization, its references, what may not change. */
final class Admission {

    private Admission() {}

    /**
     * The kind of {@code key}, of which the caller may write that part by hand, if the place is open to them.
     *
     * @throws RefusedException {@code FORBIDDEN} otherwise
     */
    static Kind writable(ResourceKey key, Part part, Caller caller) {
        Kind kind = byHand(key);
        if (part == Part.STATUS && kind.info().storage() == Storage.CONFIG && !caller.administrator()) {
            throw new RefusedException(
                    "FORBIDDEN",
                    "the status of %s is written by Krate and by administrators; change spec instead"
                            .formatted(kind.name()));
        }
        return kind;
    }

    /**
     * The kind of {@code key}, which people may write and delete.
     *
     * @throws RefusedException {@code FORBIDDEN} if only Krate does, {@code NOT_FOUND} if there is no such kind
     */
    static Kind byHand(ResourceKey key) {
        Kind kind = KindRegistry.named(key.kind())
                .orElseThrow(() -> new RefusedException("NOT_FOUND", "there is no kind " + key.kind()));
        if (kind.info().writer() == Writer.KRATE || kind.info().storage() == Storage.EXECUTION) {
            throw new RefusedException(
                    "FORBIDDEN", "%s is written by Krate itself; use the action that makes one".formatted(kind.name()));
        }
        return kind;
    }

    /**
     * The namespace as a place where the caller may write that kind.
     *
     * @throws RefusedException if the caller may not go there; the same whether it exists or not
     */
    static Admitted place(Records records, Kind kind, String namespace, Caller caller) {
        if (kind.info().installation()) {
            if (!caller.administrator() || !namespace.equals(ResourceDesk.INSTALLATION)) {
                throw new RefusedException("FORBIDDEN", "only an administrator writes %s".formatted(kind.name()));
            }
            return new Admitted(namespace, Optional.empty());
        }
        return new Admitted(
                namespace,
                Optional.of(binding(records, namespace)
                        .map(binding -> binding.spec().organizationRef())
                        .filter(caller::mayIn)
                        .orElseThrow(() -> new RefusedException(
                                "NOT_FOUND", "namespace %s is not there, or not open to you".formatted(namespace)))));
    }

    /**
     * Lets a document pass that names no organization, or the one that owns the place.
     *
     * @throws RefusedException {@code CROSS_ORG_REF_DENIED} otherwise
     */
    static void owns(Admitted place, Map<String, Object> document) {
        String named = Fields.text(document, "spec.organizationRef");
        if (place.organization().isPresent()
                && !named.isEmpty()
                && !place.organization().get().equals(named)) {
            throw new RefusedException(
                    "CROSS_ORG_REF_DENIED", "$.spec.organizationRef does not own namespace " + place.namespace());
        }
    }

    private static Optional<OrgNamespaceBinding> binding(Records records, String namespace) {
        return records
                .list(
                        OrgNamespaceBinding.class,
                        Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION)
                                .whereField("spec.namespace", namespace))
                .stream()
                .findFirst();
    }

    /** Notes references that lead nowhere within the organization, and changes of what may not change. */
    static void check(Records records, Kind kind, Resource next, Optional<? extends Resource> before) {
        Faults faults = new Faults();
        Map<String, Object> document = ResourceCodec.write(next);
        for (Reference reference : kind.references()) {
            for (Fields.Place place : Fields.places(document, reference.path())) {
                if (!exists(records, reference.kind(), next.metadata().namespace(), place.value())) {
                    faults.at(
                            "$." + place.path(),
                            "there is no %s '%s' in this organization".formatted(reference.kind(), place.value()));
                }
            }
        }
        before.ifPresent(old -> {
            Map<String, Object> stored = ResourceCodec.write(old);
            for (String path : immutable(kind.schema(), "")) {
                String was = Fields.text(stored, path);
                if (!was.isEmpty() && !was.equals(Fields.text(document, path))) {
                    faults.at("$." + path, "may not change; it is '%s'".formatted(was));
                }
            }
        });
        if (next instanceof OrgNamespaceBinding binding) {
            bindsOnce(records, binding, faults);
        }
        faults.throwIfAny();
    }

    private static void bindsOnce(Records records, OrgNamespaceBinding next, Faults faults) {
        Query all = Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION);
        for (OrgNamespaceBinding other : records.list(OrgNamespaceBinding.class, all)) {
            if (other.key().equals(next.key())) {
                continue;
            }
            if (other.spec().namespace().equals(next.spec().namespace())) {
                faults.at("$.spec.namespace", "is bound already");
            }
            if (other.spec().organizationRef().equals(next.spec().organizationRef())) {
                faults.at("$.spec.organizationRef", "has a namespace already");
            }
        }
    }

    /** The config resources of the same organization that refer to {@code resource}. */
    static List<String> dependents(Records records, Kind kind, Resource resource) {
        List<String> dependents = new ArrayList<>();
        for (Kind other : KindRegistry.all()) {
            for (Reference reference : other.references()) {
                if (reference.kind().equals(kind.name())) {
                    dependents.addAll(referring(records, other, reference.path(), resource));
                }
            }
        }
        return dependents.stream().distinct().limit(20).toList();
    }

    private static List<String> referring(Records records, Kind kind, String path, Resource target) {
        Query query =
                kind.info().installation() || target.metadata().namespace().equals(ResourceDesk.INSTALLATION)
                        ? Query.all(kind.name())
                        : Query.of(kind.name(), target.metadata().namespace());
        return records.list(kind.type(), query).stream()
                .filter(one -> Fields.places(ResourceCodec.write(one), path).stream()
                        .anyMatch(
                                place -> place.value().equals(target.metadata().name())))
                .filter(one -> !isEnded(one))
                .map(one -> one.key().toString())
                .toList();
    }

    private static boolean isEnded(Resource resource) {
        String phase = Fields.text(ResourceCodec.write(resource), "status.phase");
        Kind kind = KindRegistry.of(resource.getClass());
        return kind.info().storage() == Storage.EXECUTION
                && !List.of("pending", "queued", "running", "waiting-for-approval", "blocked")
                        .contains(phase);
    }

    private static boolean exists(Records records, String kindName, String namespace, String name) {
        Kind kind = KindRegistry.named(kindName).orElseThrow();
        return records.get(kind.type(), kind.info().installation() ? ResourceDesk.INSTALLATION : namespace, name)
                .isPresent();
    }

    private static List<String> immutable(ObjectOf object, String prefix) {
        List<String> found = new ArrayList<>();
        for (Property property : object.properties()) {
            if (property.schema() instanceof ObjectOf inner) {
                found.addAll(immutable(inner, prefix + property.name() + "."));
            } else if (property.immutable()) {
                found.add(prefix + property.name());
            }
        }
        return found;
    }
}
