package ai.a5c.krate.engine;

import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.kind.core.Organization;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Admits what people write, and reads what is there; everything stays within its organization. */
public final class ResourceDesk {

    /** Where organizations and their namespace bindings live. */
    public static final String INSTALLATION = "krate-system";

    private final Desk desk;
    private final ResourceWriting writing;
    private final ResourceDeletion deletion;
    private final QueueView queue;

    public ResourceDesk(Desk desk) {
        this.desk = desk;
        this.writing = new ResourceWriting(desk);
        this.deletion = new ResourceDeletion(desk);
        this.queue = new QueueView(desk);
    }

    /**
     * Stores what {@code document} describes, which must be new.
     *
     * @param namespace where a document that names no namespace belongs
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     * @throws RefusedException {@code ALREADY_EXISTS}; or the caller may not, or it belongs to another organization
     */
    public Applied create(Map<String, Object> document, String namespace, Caller caller, WriteOptions options) {
        return writing.write(key(document, namespace), Change.creation(document), caller, options);
    }

    /**
     * Stores {@code document} in the place of what is there; a field that is left out goes back to its default.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     * @throws RefusedException {@code NOT_FOUND}; {@code STALE} if the document names a uid or a version that is not the
     *     stored one; or the caller may not
     */
    public Applied replace(ResourceKey key, Map<String, Object> document, Caller caller, WriteOptions options) {
        return edit(key, stored -> document, caller, options);
    }

    /**
     * Stores what {@code edit} makes of the document that is there; it may be asked again when another writer was first.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     * @throws RefusedException as in {@link #replace}
     */
    public Applied edit(ResourceKey key, UnaryOperator<Map<String, Object>> edit, Caller caller, WriteOptions options) {
        return writing.write(key, Change.edit(edit), caller, options);
    }

    /**
     * Server-side apply: stores the fields that {@code intent} names, and leaves all others to their managers; makes the
     * resource where it is not there.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     * @throws RefusedException as in {@link #replace}, except that it need not be there
     * @throws ai.a5c.krate.ownership.FieldConflictException if fields would change that others own, unless forced
     */
    public Applied applyFields(ResourceKey key, Map<String, Object> intent, Caller caller, WriteOptions options) {
        return writing.write(key, Change.fields(intent), caller, options);
    }

    /**
     * Stores what {@code document} describes, new or not; a field that is left out goes back to its default.
     *
     * @param namespace where a document that names no namespace belongs
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     * @throws RefusedException if the caller may not, or it belongs to another organization
     */
    public Applied apply(Map<String, Object> document, String namespace, Caller caller) {
        return writing.write(
                key(document, namespace),
                Change.application(document),
                caller,
                WriteOptions.by(WriteOptions.DEFAULT_MANAGER));
    }

    private static ResourceKey key(Map<String, Object> document, String namespace) {
        return ResourceCodec.parse(document, namespace).key();
    }

    /**
     * Removes a resource that nothing else needs.
     *
     * @throws RefusedException {@code NOT_FOUND}, {@code STALE}, or {@code HAS_DEPENDENTS} with their names
     */
    public Deleted delete(ResourceKey key, DeleteOptions options, Caller caller) {
        return deletion.delete(key, options, caller);
    }

    /** Removes a resource that nothing else needs, at any version. */
    public Deleted delete(ResourceKey key, Caller caller) {
        return delete(key, DeleteOptions.BACKGROUND, caller);
    }

    /** The committed resource of that name. */
    public <R extends Resource> Optional<R> get(Class<R> kind, String namespace, String name) {
        return desk.get(kind, namespace, name).map(found -> kind.cast(told(found)));
    }

    /** The committed resource under {@code key}. */
    public Optional<Resource> get(ResourceKey key) {
        return desk.ports().store().get(key).map(StoredRecords::read).map(this::told);
    }

    /** One page of committed resources. */
    public ResourceList list(Query query) {
        Page page = desk.ports().store().list(query);
        return new ResourceList(
                page.items().stream().map(StoredRecords::read).map(this::told).toList(), page.next());
    }

    /** A run that waits is told with its place in the queue, which is not stored. */
    private Resource told(Resource resource) {
        return resource instanceof AgentDispatchRun run ? queue.placed(run) : resource;
    }

    /** Every committed resource of that kind in {@code namespace}, by name. */
    public <R extends Resource> List<R> all(Class<R> kind, String namespace) {
        return desk.list(kind, Query.of(kind.getSimpleName(), namespace));
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

    /** The name of the organization that {@code namespace} belongs to; may differ from its slug. */
    public String organizationOf(String namespace) {
        return desk.organization(namespace);
    }

    private boolean isBound(Organization organization) {
        Query query = Query.of("OrgNamespaceBinding", INSTALLATION)
                .whereField("spec.organizationRef", organization.metadata().name());
        return desk.list(OrgNamespaceBinding.class, query).stream()
                .anyMatch(binding ->
                        binding.spec().namespace().equals(organization.spec().namespaceName()));
    }
}
