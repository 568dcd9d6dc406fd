package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueHeads;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads what is committed, and refuses to write. */
final class ReadOnlyTransaction implements Transaction {

    private final ReadOnlyStore store;

    ReadOnlyTransaction(ReadOnlyStore store) {
        this.store = store;
    }

    @Override
    public Optional<StoredResource> get(ResourceKey key) {
        return store.get(key);
    }

    @Override
    public Page list(Query query) {
        return store.list(query);
    }

    @Override
    public StoredResource put(ResourceDraft draft, long expectedVersion) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public void delete(ResourceKey key, long expectedVersion) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public String take(String scope, String key, String holder, Instant now, Instant until) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public Optional<String> holder(String scope, String key, Instant now) {
        return store.holder(scope, key, now);
    }

    /** Waits for nobody: what is read is not written. */
    @Override
    public void lock(String name) {}

    @Override
    public void send(String topic, String key, Instant due) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public boolean done(Message message) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public boolean retry(Message message, Instant due) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public boolean append(String stream, StreamEvent event) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public long lastSequence(String stream) {
        long last = 0;
        List<StreamEvent> more = store.events(stream, last, 1_000);
        while (!more.isEmpty()) {
            last = more.get(more.size() - 1).sequence();
            more = store.events(stream, last, 1_000);
        }
        return last;
    }

    @Override
    public void enqueue(QueueEntry entry) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public void dequeue(ResourceKey key) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public QueueHeads heads(Instant now) {
        throw ReadOnlyStore.refusal();
    }

    @Override
    public void audit(AuditEntry entry) {
        throw ReadOnlyStore.refusal();
    }
}
