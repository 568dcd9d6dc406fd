package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.Durability;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A transaction of the database, usable until it ends. */
final class JdbcTransaction implements Transaction {

    private final Dialect dialect;
    private final TableSet tables;
    private final Handle handle;
    private final Durability durability;
    private final Set<String> sent;
    private final Known known = new Known();
    private final List<AuditEntry> audit = new ArrayList<>();
    private Dialect.@Nullable Beginning beginning;
    private boolean over;

    /** A transaction that notes in {@code sent} what {@link ResourceStore#sent} counts once it is committed. */
    JdbcTransaction(Dialect dialect, TableSet tables, Start start, Set<String> sent) {
        this.dialect = dialect;
        this.tables = tables;
        this.handle = start.handle();
        this.durability = start.durability();
        this.sent = sent;
    }

    /** Writes what is left to write; called before the commit. */
    void finish() {
        if (!audit.isEmpty()) {
            AuditTable.add(writing(), audit);
        }
    }

    void end() {
        over = true;
    }

    /**
     * What it has written itself it knows: nobody else can change that before it ends. What it has read since its last
     * lock it reads once: a write that follows from it expects its version.
     */
    @Override
    public Optional<StoredResource> get(ResourceKey key) {
        Handle reader = open();
        return known.resource(key, () -> tables.resources().get(reader, key));
    }

    @Override
    public Page list(Query query) {
        return tables.resources().list(open(), query);
    }

    @Override
    public StoredResource put(ResourceDraft draft, long expectedVersion) {
        Handle writer = numbering();
        StoredResource stored = tables.resources().put(writer, draft, expectedVersion, begun());
        sent.add(ResourceStore.NEWS);
        known.wrote(draft.key(), Optional.of(stored));
        return stored;
    }

    @Override
    public void delete(ResourceKey key, long expectedVersion) {
        Handle writer = numbering();
        tables.resources().delete(writer, key, expectedVersion, begun());
        sent.add(ResourceStore.NEWS);
        known.wrote(key, Optional.empty());
    }

    @Override
    public String take(String scope, String key, String holder, Instant now, Instant until) {
        HoldTable.Hold hold = new HoldTable.Hold(
                StoreInput.name("a scope", scope),
                PairTable.indexed(StoreInput.text("a key", key)),
                StoreInput.text("a holder", holder),
                Nanos.of(until));
        String taken = tables.holds().take(writing(), hold, Nanos.of(now));
        known.waited();
        return taken;
    }

    @Override
    public Optional<String> holder(String scope, String key, Instant now) {
        Handle reader = open();
        String named = StoreInput.name("a scope", scope);
        String held = PairTable.indexed(StoreInput.text("a key", key));
        return known.holder(List.of(named, held, now), () -> HoldTable.holder(reader, named, held, Nanos.of(now)));
    }

    @Override
    public void lock(String name) {
        lock(List.of(name));
    }

    @Override
    public void lock(List<String> names) {
        names.forEach(name -> StoreInput.text("the name of a lock", name));
        dialect.lock(open(), names);
        known.waited();
    }

    @Override
    public void send(String topic, String key, Instant due) {
        sent.add(topic);
        tables.messages()
                .send(writing(), StoreInput.name("a topic", topic), StoreInput.name("a key", key), Nanos.of(due));
    }

    @Override
    public boolean done(Message message) {
        sent.add(message.topic());
        return tables.messages().done(writing(), message);
    }

    @Override
    public boolean retry(Message message, Instant due) {
        sent.add(message.topic());
        return tables.messages().retry(writing(), message, Nanos.of(due));
    }

    @Override
    public boolean append(String stream, StreamEvent event) {
        sent.add(ResourceStore.NEWS);
        boolean appended = EventTable.append(numbering(), StoreInput.name("the name of a stream", stream), event);
        if (appended) {
            known.appended(stream, event.sequence());
        }
        return appended;
    }

    @Override
    public long lastSequence(String stream) {
        Handle reader = open();
        return known.last(stream).orElseGet(() -> EventTable.last(reader, stream));
    }

    @Override
    public void enqueue(QueueEntry entry) {
        if (entry.state() != QueueEntry.State.ACTIVE) {
            sent.add(ResourceStore.QUEUE);
        }
        QueueTable.put(writing(), entry);
    }

    @Override
    public void dequeue(ResourceKey key) {
        QueueTable.remove(writing(), key);
    }

    @Override
    public QueueHeads heads(Instant now) {
        return QueueTable.heads(writing(), dialect.waitingHeads(), now);
    }

    @Override
    public void audit(AuditEntry entry) {
        open();
        sent.add(ResourceStore.AUDIT);
        audit.add(entry);
    }

    /** The handle of a transaction that was numbered before its first write; one that only reads needs no number. */
    private Handle writing() {
        Handle writer = open();
        if (beginning == null) {
            beginning = dialect.begin(writer, durability);
        }
        return writer;
    }

    /** The same for what readers are told under a number. */
    private Handle numbering() {
        durability.requireNumbers();
        return writing();
    }

    private Dialect.Beginning begun() {
        return Objects.requireNonNull(beginning, "nothing is written before the transaction has its number");
    }

    private Handle open() {
        if (over) {
            throw new IllegalStateException("the transaction is over");
        }
        return handle;
    }

    /** How it starts. */
    record Start(Handle handle, Durability durability) {}
}
