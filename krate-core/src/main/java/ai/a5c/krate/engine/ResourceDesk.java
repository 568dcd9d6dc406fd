package ai.a5c.krate.engine;

import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Admits what people write, and reads what is there; everything stays within its organization. */
public final class ResourceDesk {

    /** Where organizations and their namespace bindings live. */
    public static final String INSTALLATION = "krate-system";

    private final Desk desk;

    public ResourceDesk(Desk desk) {
        this.desk = desk;
    }

    /**
     * Stores what {@code document} describes; a field that is left out goes back to its default.
     *
     * @param namespace where a document that names no namespace belongs
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     * @throws RefusedException if the caller may not, or it belongs to another organization
     */
    public Applied apply(Map<String, Object> document, String namespace, Caller caller) {
        Resource parsed = ResourceCodec.parse(document, namespace);
        Kind kind = KindRegistry.of(parsed.getClass());
        if (kind.info().storage() == Storage.EXECUTION) {
            throw new RefusedException(
                    "FORBIDDEN", "%s is written by Krate itself; use the action that makes one".formatted(kind.name()));
        }
        return desk.write(records -> {
            Optional<String> organization = Admission.organization(records, kind, parsed, caller);
            Resource owned = organization
                    .map(name -> ResourceCodec.parse(withOrganization(document, name), namespace))
                    .orElse(parsed);
            return store(records, kind, owned, caller);
        });
    }

    private static Map<String, Object> withOrganization(Map<String, Object> document, String organization) {
        Map<String, Object> owned = new LinkedHashMap<>(document);
        Map<String, Object> spec = new LinkedHashMap<>();
        if (document.get("spec") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> spec.put(String.valueOf(key), value));
        }
        spec.put("organizationRef", organization);
        owned.put("spec", spec);
        return owned;
    }

    private static Applied store(Records records, Kind kind, Resource next, Caller caller) {
        Optional<? extends Resource> before = records.get(
                kind.type(), next.metadata().namespace(), next.metadata().name());
        Admission.check(records, kind, next, before);
        Resource merged = before.<Resource>map(old -> next.withMetadata(merged(old.metadata(), next.metadata())))
                .orElse(next);
        if (before.isPresent() && same(before.get(), merged)) {
            return new Applied(before.get(), Applied.Outcome.UNCHANGED);
        }
        Resource stored = before.isPresent() ? records.update(merged) : records.create(merged);
        Applied.Outcome outcome = before.isPresent() ? Applied.Outcome.CONFIGURED : Applied.Outcome.CREATED;
        Journal.audit(
                records,
                caller.name(),
                "resource." + (before.isPresent() ? "configured" : "created"),
                stored.key(),
                Map.of(
                        "road",
                        caller.road().word(),
                        "generation",
                        stored.metadata().generation()));
        return new Applied(stored, outcome);
    }

    private static boolean same(Resource before, Resource next) {
        Map<String, Object> left = ResourceCodec.write(before);
        Map<String, Object> right = ResourceCodec.write(next);
        return Objects.equals(left.get("spec"), right.get("spec"))
                && before.metadata().labels().equals(next.metadata().labels())
                && before.metadata().annotations().equals(next.metadata().annotations());
    }

    private static Metadata merged(Metadata stored, Metadata asked) {
        String version = asked.resourceVersion().isEmpty() ? stored.resourceVersion() : asked.resourceVersion();
        return new Metadata(
                stored.name(),
                stored.namespace(),
                stored.uid(),
                stored.generation(),
                version,
                stored.creationTimestamp(),
                stored.deletionTimestamp(),
                asked.labels(),
                asked.annotations(),
                asked.ownerReferences(),
                asked.finalizers(),
                stored.managedFields());
    }

    /**
     * Removes a resource that nothing else needs.
     *
     * @throws RefusedException {@code NOT_FOUND}, or {@code HAS_DEPENDENTS} with their names
     */
    public void delete(ResourceKey key, Caller caller) {
        desk.write(records -> {
            Kind kind = KindRegistry.named(key.kind())
                    .filter(known -> known.info().storage() == Storage.CONFIG)
                    .orElseThrow(() -> new RefusedException("FORBIDDEN", key.kind() + " cannot be deleted by hand"));
            Resource resource = records.need(kind.type(), key.namespace(), key.name());
            Admission.organization(records, kind, resource, caller);
            List<String> dependents = Admission.dependents(records, kind, resource);
            if (!dependents.isEmpty()) {
                throw new RefusedException(
                        "HAS_DEPENDENTS",
                        "%s is needed by %s; delete them first".formatted(key, String.join(", ", dependents)));
            }
            records.transaction().delete(key, StoredRecords.version(resource));
            Journal.audit(
                    records,
                    caller.name(),
                    "resource.deleted",
                    key,
                    Map.of("road", caller.road().word()));
            return key;
        });
    }

    /** The committed resource of that name. */
    public <R extends Resource> Optional<R> get(Class<R> kind, String namespace, String name) {
        return desk.get(kind, namespace, name);
    }

    /** The committed resource under {@code key}. */
    public Optional<Resource> get(ResourceKey key) {
        return desk.ports().store().get(key).map(StoredRecords::read);
    }

    /** One page of committed resources. */
    public ResourceList list(Query query) {
        Page page = desk.ports().store().list(query);
        return new ResourceList(page.items().stream().map(StoredRecords::read).toList(), page.next());
    }

    /** The namespace of the organization with that slug. */
    public Optional<String> namespaceOf(String slug) {
        return desk
                .list(Organization.class, Query.of("Organization", INSTALLATION).whereField("spec.slug", slug))
                .stream()
                .filter(organization -> isBound(organization))
                .map(organization -> organization.spec().namespaceName())
                .findFirst();
    }

    private boolean isBound(Organization organization) {
        Query query = Query.of("OrgNamespaceBinding", INSTALLATION)
                .whereField("spec.organizationRef", organization.metadata().name());
        return desk.list(OrgNamespaceBinding.class, query).stream()
                .anyMatch(binding ->
                        binding.spec().namespace().equals(organization.spec().namespaceName()));
    }
}
