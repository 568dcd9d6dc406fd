package ai.a5c.krate.engine;

import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The policies of namespaces, kept in memory and brought up to date by {@link PolicyLog} whenever one is asked for, so
 * that a revocation counts from the next review on.
 */
public final class Policies {

    private static final int BATCH = 500;

    private final ResourceStore store;
    private final ConcurrentMap<String, Held> known = new ConcurrentHashMap<>();
    private final ThreadLocal<Optional<Map<String, Held>>> looked = ThreadLocal.withInitial(Optional::empty);

    Policies(ResourceStore store) {
        this.store = store;
    }

    /**
     * What {@code work} gives, which looks at each policy only once: as it is committed when it is first asked for. For a
     * decision that is checked against the policy's version when it is committed.
     */
    public <T> T once(Supplier<T> work) {
        looked.set(Optional.of(new HashMap<>()));
        try {
            return work.get();
        } finally {
            looked.remove();
        }
    }

    /** Lets the rest of what {@link #once} runs look again. */
    public void again() {
        looked.get().ifPresent(Map::clear);
    }

    /** The policy of {@code namespace} as it is committed now, or was at the first look of {@link #once}. */
    public Held now(String namespace) {
        return looked.get()
                .map(held -> held.computeIfAbsent(namespace, this::look))
                .orElseGet(() -> look(namespace));
    }

    private Held look(String namespace) {
        Held held = known.get(namespace);
        Held current = held == null ? read(namespace) : caughtUp(namespace, held);
        if (!current.equals(held)) {
            known.merge(namespace, current, (one, other) -> one.version() > other.version() ? one : other);
        }
        return current;
    }

    private Held read(String namespace) {
        long version = store.transact((Transaction transaction) -> PolicyLog.version(transaction, namespace));
        List<Resource> resources = new ArrayList<>();
        for (Class<? extends Resource> kind : Policy.KINDS) {
            resources.addAll(StoredRecords.list(
                    store, kind, Query.of(KindRegistry.of(kind).name(), namespace)));
        }
        return new Held(Policy.of(namespace, resources), version);
    }

    private Held caughtUp(String namespace, Held held) {
        List<StreamEvent> entries = store.events(PolicyLog.stream(namespace), held.version(), BATCH);
        if (entries.isEmpty()) {
            return held;
        }
        if (entries.size() == BATCH) {
            return read(namespace);
        }
        Set<ResourceKey> touched = new HashSet<>();
        entries.forEach(entry -> touched.add(PolicyLog.key(namespace, entry)));
        List<Resource> written = new ArrayList<>();
        List<ResourceKey> removed = new ArrayList<>();
        touched.forEach(
                key -> store.get(key).map(StoredRecords::read).ifPresentOrElse(written::add, () -> removed.add(key)));
        long version = entries.get(entries.size() - 1).sequence();
        return new Held(held.policy().changed(written, removed), version);
    }

    /**
     * A policy that was read.
     *
     * @param version it is at least of this version
     */
    public record Held(Policy policy, long version) {}
}
