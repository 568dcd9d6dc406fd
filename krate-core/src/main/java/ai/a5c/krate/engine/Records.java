package ai.a5c.krate.engine;

import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** Typed reads and writes inside one transaction, at one instant. */
public final class Records {

    private final Transaction transaction;
    private final Instant now;
    private final Map<ResourceKey, StoredResource> read = new HashMap<>();
    private final Map<ResourceKey, QueueEntry> queued = new HashMap<>();
    private final IdentityHashMap<StoredResource, Resource> parsed = new IdentityHashMap<>();

    public Records(Transaction transaction, Instant now) {
        this.transaction = transaction;
        this.now = now;
    }

    /** The transaction underneath. */
    public Transaction transaction() {
        return transaction;
    }

    /** The instant that everything in here happens at. */
    public Instant now() {
        return now;
    }

    /** The resource of that name, if there is one. */
    public <R extends Resource> Optional<R> get(Class<R> kind, String namespace, String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<StoredResource> found = transaction.get(new ResourceKey(kind.getSimpleName(), namespace, name));
        found.ifPresent(stored -> read.put(stored.key(), stored));
        return found.map(stored -> kind.cast(record(stored)));
    }

    /** The record in {@code stored}; the same state is read once. */
    private Resource record(StoredResource stored) {
        return parsed.computeIfAbsent(stored, StoredRecords::read);
    }

    /**
     * The resource of that name, which must be there.
     *
     * @throws RefusedException {@code NOT_FOUND} if it is not
     */
    public <R extends Resource> R need(Class<R> kind, String namespace, String name) {
        return get(kind, namespace, name)
                .orElseThrow(() -> new RefusedException(
                        "NOT_FOUND", "%s %s/%s is not there".formatted(kind.getSimpleName(), namespace, name)));
    }

    /** Every resource that {@code query} asks for, page by page. */
    public <R extends Resource> List<R> list(Class<R> kind, Query query) {
        List<R> all = new ArrayList<>();
        Query next = query;
        while (true) {
            Page page = transaction.list(next);
            page.items().forEach(stored -> all.add(kind.cast(StoredRecords.read(stored))));
            if (page.next().isEmpty()) {
                return all;
            }
            next = next.after(page.next());
        }
    }

    /** Stores a new resource, labelled with what follows from it unless it says otherwise; returns it as stored. */
    public <R extends Resource> R create(R resource) {
        Metadata asked = resource.metadata();
        Map<String, String> labels =
                Labels.implied(KindRegistry.of(resource.getClass()), ResourceCodec.write(resource));
        labels.putAll(asked.labels());
        Metadata first = new Metadata(
                asked.name(),
                asked.namespace(),
                UUID.randomUUID().toString(),
                1,
                "",
                now,
                null,
                labels,
                asked.annotations(),
                asked.ownerReferences(),
                asked.finalizers(),
                asked.managedFields());
        R stored = written(resource, first, ResourceStore.ABSENT);
        if (stored instanceof AgentDispatchAttempt attempt) {
            AttemptQueue.keep(this, attempt);
        }
        return stored;
    }

    /** Stores a resource that was read before, if nobody else has written it since; returns it as stored. */
    public <R extends Resource> R update(R resource) {
        R stored = updated(resource);
        if (stored instanceof AgentDispatchAttempt attempt) {
            AttemptQueue.keep(this, attempt);
        }
        return stored;
    }

    /** The same for an attempt whose run moves next in this transaction, which brings the queue in step with both. */
    public AgentDispatchAttempt updateBeforeItsRun(AgentDispatchAttempt attempt) {
        return updated(attempt);
    }

    private <R extends Resource> R updated(R resource) {
        Metadata read = resource.metadata();
        Optional<StoredResource> before = before(resource);
        DailyCosts.count(this, before, resource);
        long generation = read.generation() + (specChanged(before, resource) ? 1 : 0);
        Metadata next = new Metadata(
                read.name(),
                read.namespace(),
                read.uid(),
                generation,
                read.resourceVersion(),
                read.creationTimestamp(),
                read.deletionTimestamp(),
                read.labels(),
                read.annotations(),
                read.ownerReferences(),
                read.finalizers(),
                read.managedFields());
        return written(resource, next, StoredRecords.version(resource));
    }

    /** What is stored of {@code resource}; what was read at the version that is expected is that, or the write fails. */
    private Optional<StoredResource> before(Resource resource) {
        StoredResource known = read.get(resource.key());
        return known != null && known.version() == StoredRecords.version(resource)
                ? Optional.of(known)
                : transaction.get(resource.key());
    }

    /** Puts {@code entry} into the queue for work, unless this transaction has put the same there last. */
    void enqueue(QueueEntry entry) {
        if (!entry.equals(queued.put(entry.key(), entry))) {
            transaction.enqueue(entry);
        }
    }

    /** Takes {@code key} out of the queue for work, if it is there. */
    public void dequeue(ResourceKey key) {
        queued.remove(key);
        transaction.dequeue(key);
    }

    /**
     * Stores other conditions of a resource that was read before; tells nobody, because no decision is made from them.
     */
    public <R extends Resource> R observed(R resource) {
        return put(resource, StoredRecords.version(resource));
    }

    /** Removes a resource that was read before, if nobody else has written it since. */
    public void delete(Resource resource) {
        transaction.delete(resource.key(), StoredRecords.version(resource));
        PolicyLog.note(transaction, resource.key(), now);
        dequeue(resource.key());
        Wake.after(this, resource);
    }

    private boolean specChanged(Optional<StoredResource> before, Resource resource) {
        Object spec = before.map(stored -> ResourceCodec.write(record(stored)).get("spec"))
                .orElse(null);
        return !Objects.equals(spec, ResourceCodec.write(resource).get("spec"));
    }

    private <R extends Resource> R written(R resource, Metadata metadata, long expected) {
        @SuppressWarnings("unchecked")
        R next = (R) resource.withMetadata(metadata);
        Wake.after(this, next);
        R stored = put(next, expected);
        PolicyLog.note(transaction, stored.key(), now);
        return stored;
    }

    private <R extends Resource> R put(R resource, long expected) {
        @SuppressWarnings("unchecked")
        R stored = (R) record(transaction.put(StoredRecords.draft(resource), expected));
        return stored;
    }
}
