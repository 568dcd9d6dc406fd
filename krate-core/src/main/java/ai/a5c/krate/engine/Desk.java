package ai.a5c.krate.engine;

import ai.a5c.krate.kind.core.OrgNamespaceBinding;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.VersionConflictException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Opens transactions with typed records, and tries again when somebody else wrote first. */
public final class Desk {

    private static final int TRIES = 20;

    private final Ports ports;
    private final Policies policies;

    public Desk(Ports ports) {
        this.ports = ports;
        this.policies = new Policies(ports.store());
    }

    /** What reviews are made from. */
    public Policies policies() {
        return policies;
    }

    /** What the desk acts through. */
    public Ports ports() {
        return ports;
    }

    /** Runs {@code work} in a transaction; again from the start if it lost against another writer. */
    public <T> T write(Function<Records, T> work) {
        return write(Durability.SYNCED, work);
    }

    /** The same, but a crash of the database may take the transaction back if {@code durability} says so. */
    public <T> T write(Durability durability, Function<Records, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return ports.store()
                        .transact(
                                durability,
                                transaction -> work.apply(
                                        new Records(transaction, ports.clock().instant())));
            } catch (VersionConflictException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** The committed resource of that name. */
    public <R extends Resource> Optional<R> get(Class<R> kind, String namespace, String name) {
        return name.isEmpty()
                ? Optional.empty()
                : ports.store()
                        .get(new ResourceKey(kind.getSimpleName(), namespace, name))
                        .map(stored -> kind.cast(StoredRecords.read(stored)));
    }

    /** The name of the organization that {@code namespace} belongs to; the namespace's own if it is bound to none. */
    public String organization(String namespace) {
        Query query =
                Query.of("OrgNamespaceBinding", ResourceDesk.INSTALLATION).whereField("spec.namespace", namespace);
        return list(OrgNamespaceBinding.class, query).stream()
                .map(binding -> binding.spec().organizationRef())
                .findFirst()
                .orElse(namespace);
    }

    /** Every committed resource that {@code query} asks for, page by page. */
    public <R extends Resource> List<R> list(Class<R> kind, Query query) {
        return StoredRecords.list(ports.store(), kind, query);
    }
}
