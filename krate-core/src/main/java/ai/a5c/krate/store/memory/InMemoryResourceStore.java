package ai.a5c.krate.store.memory;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Numbers;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.Signals;
import ai.a5c.krate.store.StoreInput;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** A resource store in the memory of this process, behind one lock. */
public final class InMemoryResourceStore implements ResourceStore {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition committed = lock.newCondition();
    private final Content content = Content.empty();
    private final Signals signals = new Signals();

    @Override
    public <T> T transact(Durability durability, Function<Transaction, T> work) {
        return locked(all -> {
            MemoryTransaction transaction = new MemoryTransaction(all, durability);
            boolean finished = false;
            try {
                T result = work.apply(transaction);
                finished = true;
                return result;
            } finally {
                transaction.end();
                end(finished, durability);
                signals.committed(finished ? transaction.sent() : Set.of());
            }
        });
    }

    @Override
    public Optional<StoredResource> get(ResourceKey key) {
        return locked(all -> all.resources().get(key));
    }

    @Override
    public Page list(Query query) {
        return locked(all -> all.resources().list(query));
    }

    @Override
    public long count(Query query) {
        return locked(all -> all.resources().matching(query).count());
    }

    @Override
    public double sum(Query query, String field) {
        return locked(all -> all.resources()
                .matching(query)
                .mapToDouble(resource -> Numbers.of(resource.fields().getOrDefault(field, "")))
                .sum());
    }

    @Override
    public List<Change> changes(ChangeQuery query, long version, int limit) {
        return locked(all -> all.resources().changes(query, version, StoreInput.limit(limit)));
    }

    @Override
    public long version() {
        return locked(all -> all.resources().version());
    }

    @Override
    public void awaitChange(long version, Duration atMost) {
        refuseInsideTransaction();
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (content.resources().version() <= version && nanos > 0) {
                nanos = committed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void compact(long version) {
        locked(all -> {
            all.resources().compact(version);
            return version;
        });
    }

    @Override
    public Optional<String> holder(String scope, String key, Instant now) {
        Holds.Name name = new Holds.Name(StoreInput.name("a scope", scope), StoreInput.text("a key", key));
        return locked(all -> all.holds().holder(name, now));
    }

    @Override
    public List<Message> claim(Durability durability, String topic, Instant now, Duration lease, int limit) {
        return locked(all -> {
            List<Message> claimed = all.outbox().claim(topic, now, now.plus(lease), StoreInput.limit(limit));
            all.undo().committed(durability);
            return claimed;
        });
    }

    @Override
    public Optional<Instant> nextDue(String topic) {
        return locked(all -> all.outbox().nextDue(topic));
    }

    @Override
    public List<QueueEntry> queue() {
        return locked(all -> all.queue().all());
    }

    @Override
    public Optional<Instant> nextInQueue() {
        return locked(all -> all.queue().nextDue());
    }

    @Override
    public long sent(String topic) {
        return signals.count(topic);
    }

    @Override
    public void awaitSent(String topic, long known, Duration atMost) {
        signals.await(topic, known, atMost);
    }

    @Override
    public List<StreamEvent> events(String stream, long sequence, int limit) {
        return locked(all -> all.streams().after(stream, sequence, StoreInput.limit(limit)));
    }

    @Override
    public List<AuditRecord> audit(String organization, long sequence, int limit) {
        return locked(all -> all.audit().after(organization, sequence, StoreInput.limit(limit)));
    }

    @Override
    public int sealAudit(int limit) {
        return locked(all -> {
            int sealed = all.audit().seal(StoreInput.limit(limit));
            all.undo().committed(Durability.SYNCED);
            return sealed;
        });
    }

    /** Loses what a database may lose when it crashes: every relaxed transaction and claim since the last synced commit. */
    public void crash() {
        locked(all -> {
            all.undo().lose();
            return all;
        });
    }

    /** Does nothing; what was stored can still be read. */
    @Override
    public void close() {}

    private void end(boolean commit, Durability durability) {
        if (commit) {
            content.undo().committed(durability);
            committed.signalAll();
        } else {
            content.undo().rollback();
        }
    }

    private <T> T locked(Function<Content, T> work) {
        refuseInsideTransaction();
        lock.lock();
        try {
            return work.apply(content);
        } finally {
            lock.unlock();
        }
    }

    private void refuseInsideTransaction() {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("inside a transaction only the transaction itself may be used");
        }
    }
}
