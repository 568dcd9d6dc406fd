package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueHeads;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoreInput;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** A transaction of the database, usable until it ends. */
final class JdbcTransaction implements Transaction {

    private final Dialect dialect;
    private final TableSet tables;
    private final Handle handle;
    private final Dialect.Beginning beginning;
    private final Set<String> sent;
    private boolean over;

    /** A transaction that notes in {@code sent} what {@link ResourceStore#sent} counts once it is committed. */
    JdbcTransaction(Dialect dialect, TableSet tables, Handle handle, Set<String> sent) {
        this.dialect = dialect;
        this.tables = tables;
        this.handle = handle;
        this.sent = sent;
        this.beginning = dialect.begin(handle);
    }

    void end() {
        over = true;
    }

    @Override
    public Optional<StoredResource> get(ResourceKey key) {
        return tables.resources().get(open(), key);
    }

    @Override
    public Page list(Query query) {
        return tables.resources().list(open(), query);
    }

    @Override
    public StoredResource put(ResourceDraft draft, long expectedVersion) {
        return tables.resources().put(open(), draft, expectedVersion, beginning);
    }

    @Override
    public void delete(ResourceKey key, long expectedVersion) {
        tables.resources().delete(open(), key, expectedVersion, beginning);
    }

    @Override
    public String take(String scope, String key, String holder, Instant now, Instant until) {
        HoldTable.Hold hold = new HoldTable.Hold(
                StoreInput.name("a scope", scope),
                PairTable.indexed(StoreInput.text("a key", key)),
                StoreInput.text("a holder", holder),
                Nanos.of(until));
        return tables.holds().take(open(), hold, Nanos.of(now));
    }

    @Override
    public Optional<String> holder(String scope, String key, Instant now) {
        return HoldTable.holder(
                open(),
                StoreInput.name("a scope", scope),
                PairTable.indexed(StoreInput.text("a key", key)),
                Nanos.of(now));
    }

    @Override
    public void lock(String name) {
        dialect.lock(open(), StoreInput.text("the name of a lock", name));
    }

    @Override
    public void send(String topic, String key, Instant due) {
        sent.add(topic);
        tables.messages().send(open(), StoreInput.name("a topic", topic), StoreInput.name("a key", key), Nanos.of(due));
    }

    @Override
    public boolean done(Message message) {
        sent.add(message.topic());
        return tables.messages().done(open(), message);
    }

    @Override
    public boolean retry(Message message, Instant due) {
        sent.add(message.topic());
        return tables.messages().retry(open(), message, Nanos.of(due));
    }

    @Override
    public boolean append(String stream, StreamEvent event) {
        return EventTable.append(open(), StoreInput.name("the name of a stream", stream), event);
    }

    @Override
    public long lastSequence(String stream) {
        return EventTable.last(open(), stream);
    }

    @Override
    public void enqueue(QueueEntry entry) {
        if (entry.state() != QueueEntry.State.ACTIVE) {
            sent.add(ResourceStore.QUEUE);
        }
        QueueTable.put(open(), entry);
    }

    @Override
    public void dequeue(ResourceKey key) {
        QueueTable.remove(open(), key);
    }

    @Override
    public QueueHeads heads(Instant now) {
        return QueueTable.heads(open(), now);
    }

    @Override
    public void audit(AuditEntry entry) {
        sent.add(ResourceStore.AUDIT);
        AuditTable.add(open(), entry);
    }

    private Handle open() {
        if (over) {
            throw new IllegalStateException("the transaction is over");
        }
        return handle;
    }
}
