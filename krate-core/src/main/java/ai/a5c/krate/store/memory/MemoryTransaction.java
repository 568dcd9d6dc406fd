package ai.a5c.krate.store.memory;

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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A transaction on the content, usable until it ends. */
final class MemoryTransaction implements Transaction {

    private final Content content;
    private final Durability durability;
    private final Set<String> sent = new HashSet<>();
    private boolean over;

    MemoryTransaction(Content content, Durability durability) {
        this.content = content;
        this.durability = durability;
    }

    void end() {
        over = true;
    }

    /** What {@link ResourceStore#sent} counts once it is committed. */
    Set<String> sent() {
        return sent;
    }

    @Override
    public Optional<StoredResource> get(ResourceKey key) {
        return open().resources().get(key);
    }

    @Override
    public Page list(Query query) {
        return open().resources().list(query);
    }

    @Override
    public StoredResource put(ResourceDraft draft, long expectedVersion) {
        sent.add(ResourceStore.NEWS);
        return numbering().resources().put(draft, expectedVersion);
    }

    @Override
    public void delete(ResourceKey key, long expectedVersion) {
        sent.add(ResourceStore.NEWS);
        numbering().resources().delete(key, expectedVersion);
    }

    @Override
    public String take(String scope, String key, String holder, Instant now, Instant until) {
        Holds.Name name = new Holds.Name(StoreInput.name("a scope", scope), StoreInput.text("a key", key));
        return open().holds().take(name, StoreInput.text("a holder", holder), now, until);
    }

    @Override
    public Optional<String> holder(String scope, String key, Instant now) {
        return open().holds()
                .holder(new Holds.Name(StoreInput.name("a scope", scope), StoreInput.text("a key", key)), now);
    }

    @Override
    public void lock(String name) {
        StoreInput.text("the name of a lock", name);
        open();
    }

    @Override
    public void send(String topic, String key, Instant due) {
        sent.add(topic);
        open().outbox().send(new Outbox.Name(StoreInput.name("a topic", topic), StoreInput.name("a key", key)), due);
    }

    @Override
    public boolean done(Message message) {
        sent.add(message.topic());
        return open().outbox().done(message);
    }

    @Override
    public boolean retry(Message message, Instant due) {
        sent.add(message.topic());
        return open().outbox().retry(message, due);
    }

    @Override
    public boolean append(String stream, StreamEvent event) {
        sent.add(ResourceStore.NEWS);
        return numbering().streams().append(StoreInput.name("the name of a stream", stream), event);
    }

    @Override
    public long lastSequence(String stream) {
        return open().streams().last(stream);
    }

    @Override
    public void enqueue(QueueEntry entry) {
        if (entry.state() != QueueEntry.State.ACTIVE) {
            sent.add(ResourceStore.QUEUE);
        }
        open().queue().put(entry);
    }

    @Override
    public void dequeue(ResourceKey key) {
        open().queue().remove(key);
    }

    @Override
    public QueueHeads heads(Instant now) {
        return open().queue().heads(now);
    }

    @Override
    public void audit(AuditEntry entry) {
        sent.add(ResourceStore.AUDIT);
        open().audit().add(entry);
    }

    /** For what readers are told under a number. */
    private Content numbering() {
        durability.requireNumbers();
        return open();
    }

    private Content open() {
        if (over) {
            throw new IllegalStateException("the transaction is over");
        }
        return content;
    }
}
