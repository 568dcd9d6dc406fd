package ai.a5c.krate.testkit;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store whose process dies at the n-th write, and stays dead: {@code transact}, {@code claim} and {@code sealAudit} are
 * writes. The store behind it lives on, for the process that comes after.
 */
public final class CrashingStore implements ResourceStore {

    private final AtomicInteger writes = new AtomicInteger();
    private final List<Integer> relaxed = new CopyOnWriteArrayList<>();
    private final AtomicBoolean dead = new AtomicBoolean();
    private final ResourceStore store;
    private final int fatal;
    private final boolean commits;
    private final @Nullable Runnable instead;

    private CrashingStore(ResourceStore store, int fatal, boolean commits) {
        this(store, fatal, commits, null);
    }

    private CrashingStore(ResourceStore store, int fatal, boolean commits, @Nullable Runnable instead) {
        this.store = store;
        this.fatal = fatal;
        this.commits = commits;
        this.instead = instead;
    }

    /** Dies when write {@code number} (from 1) has done its work but not committed: nothing of it is kept. */
    public static CrashingStore beforeCommit(ResourceStore store, int number) {
        return new CrashingStore(store, number, false);
    }

    /** Dies right after write {@code number} (from 1) has committed: it is kept, but nobody hears of it. */
    public static CrashingStore afterCommit(ResourceStore store, int number) {
        return new CrashingStore(store, number, true);
    }

    /**
     * Never dies, but right after write {@code number} (from 1) has committed the database does, and loses what was not synced
     * by then; it comes back at once.
     */
    public static CrashingStore overCrashingDatabase(InMemoryResourceStore store, int number) {
        return new CrashingStore(store, number, true, store::crash);
    }

    /** Never dies by itself, only counts. */
    public static CrashingStore counting(ResourceStore store) {
        return new CrashingStore(store, Integer.MAX_VALUE, false);
    }

    /** Dies now. */
    public void die() {
        dead.set(true);
    }

    /** How many writes there have been, the fatal one included. */
    public int writes() {
        return writes.get();
    }

    /** Which writes (from 1) were relaxed, in order. */
    public List<Integer> relaxed() {
        return List.copyOf(relaxed);
    }

    /** Whether the process has died. */
    public boolean isDead() {
        return dead.get();
    }

    @Override
    public <T> T transact(Durability durability, Function<Transaction, T> work) {
        boolean last = countWrite(durability);
        T result = store.transact(durability, transaction -> {
            T done = work.apply(transaction);
            if (last && !commits) {
                throw crash();
            }
            return done;
        });
        if (last) {
            afterCommit();
        }
        return result;
    }

    @Override
    public Optional<String> holder(String scope, String key, Instant now) {
        return alive().holder(scope, key, now);
    }

    @Override
    public List<Message> claim(Durability durability, String topic, Instant now, Duration lease, int limit) {
        return write(durability, () -> store.claim(durability, topic, now, lease, limit));
    }

    @Override
    public int sealAudit(int limit) {
        return write(Durability.SYNCED, () -> store.sealAudit(limit));
    }

    @Override
    public Optional<StoredResource> get(ResourceKey key) {
        return alive().get(key);
    }

    @Override
    public Page list(Query query) {
        return alive().list(query);
    }

    @Override
    public long count(Query query) {
        return alive().count(query);
    }

    @Override
    public double sum(Query query, String field) {
        return alive().sum(query, field);
    }

    @Override
    public List<Change> changes(ChangeQuery query, long version, int limit) {
        return alive().changes(query, version, limit);
    }

    @Override
    public long version() {
        return alive().version();
    }

    @Override
    public void awaitChange(long version, Duration atMost) {
        alive().awaitChange(version, atMost);
    }

    @Override
    public void compact(long version) {
        alive().compact(version);
    }

    @Override
    public Optional<Instant> nextDue(String topic) {
        return alive().nextDue(topic);
    }

    @Override
    public List<QueueEntry> queue() {
        return alive().queue();
    }

    @Override
    public Optional<Instant> nextInQueue() {
        return alive().nextInQueue();
    }

    @Override
    public long sent(String topic) {
        return alive().sent(topic);
    }

    @Override
    public void awaitSent(String topic, long known, Duration atMost) {
        alive().awaitSent(topic, known, atMost);
    }

    @Override
    public List<StreamEvent> events(String stream, long sequence, int limit) {
        return alive().events(stream, sequence, limit);
    }

    @Override
    public List<AuditRecord> audit(String organization, long sequence, int limit) {
        return alive().audit(organization, sequence, limit);
    }

    /** Leaves the store behind it open. */
    @Override
    public InstantSource clock() {
        return store.clock();
    }

    @Override
    public void close() {}

    private <T> T write(Durability durability, Supplier<T> write) {
        boolean last = countWrite(durability);
        if (last && !commits) {
            throw crash();
        }
        T result = write.get();
        if (last) {
            afterCommit();
        }
        return result;
    }

    private boolean countWrite(Durability durability) {
        alive();
        int number = writes.incrementAndGet();
        if (durability == Durability.RELAXED) {
            relaxed.add(number);
        }
        return number == fatal;
    }

    private ResourceStore alive() {
        if (dead.get()) {
            throw new SimulatedCrashException("the process is dead since write " + fatal);
        }
        return store;
    }

    private void afterCommit() {
        if (instead == null) {
            throw crash();
        }
        instead.run();
    }

    private SimulatedCrashException crash() {
        dead.set(true);
        return new SimulatedCrashException(
                "the process dies %s the commit of write %d".formatted(commits ? "after" : "before", fatal));
    }
}
