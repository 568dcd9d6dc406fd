package ai.a5c.krate.engine;

import ai.a5c.krate.engine.WriteOptions.Part;
import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a resource may be stored where it wants to be: its organization, its references, what may not change. */
final class Admission {

    private static final List<String> GRANTED = List.of("spec.secretRef.namespace", "spec.configMapRef.namespace");

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
        if (kind.info().writer() == Writer.KRATE) {
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
            if (!caller.administrator()) {
                throw new RefusedException("FORBIDDEN", "only an administrator writes %s".formatted(kind.name()));
            }
            if (!namespace.equals(ResourceDesk.INSTALLATION)) {
                throw new RefusedException(
                        "FORBIDDEN", "%s lives in the namespace %s".formatted(kind.name(), ResourceDesk.INSTALLATION));
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
     * Lets a document pass that names no organization, or the one that owns the place, and grants nothing of another
     * namespace; whether that namespace exists is not told.
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
        for (String path : GRANTED) {
            String granted = Fields.text(document, path);
            if (!granted.isEmpty() && !granted.equals(place.namespace())) {
                throw new RefusedException(
                        "CROSS_ORG_REF_DENIED",
                        "$.%s is not the grant's own namespace %s".formatted(path, place.namespace()));
            }
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

    /** Lets no other write or deletion of documents into the namespace until this transaction ends. */
    static void lock(Records records, String namespace) {
        records.transaction().lock("resources/" + namespace);
    }
}
