package ai.a5c.krate.store;

import ai.a5c.krate.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Keeps resources, their change log, an outbox, run events and the audit trail behind one transaction.
 *
 * <p>Every write states the version it expects. What one transaction wrote becomes visible together or not at all, and
 * survives the death of the process once {@link #transact} has returned. A transaction sees what others have committed
 * so far at each of its reads, but a single resource as at its first one; what must not change between two of them is
 * either expected at its version or locked.
 *
 * <p>Text with NUL or half a surrogate pair and names longer than {@link StoreInput#MAX_NAME} are refused with {@link
 * IllegalArgumentException}; whatever else the database cannot do is a {@link StoreUnavailableException}.
 */
public interface ResourceStore extends AutoCloseable {

    /** The version to expect when the resource must not exist yet. */
    long ABSENT = 0;

    /** Stands for the queue for work where {@link #sent} asks for a topic: something came, or made room. */
    String QUEUE = "/queue";

    /** Stands for unsealed audit entries where {@link #sent} asks for a topic. */
    String AUDIT = "/audit";

    /** Stands for resources and events of streams where {@link #sent} asks for a topic: what somebody may watch. */
    String NEWS = "/news";

    /**
     * Runs {@code work} in one transaction and commits; rolls back if it throws.
     *
     * <p>Nothing but {@code work}'s own transaction may be used inside (SQLite has one writer, a pool has an end).
     *
     * @throws IllegalStateException if this thread is inside a transaction of this store already; so do all other methods
     * @throws VersionConflictException if somebody else wrote first, here or at commit; the caller reads again
     */
    default <T> T transact(Function<Transaction, T> work) {
        return transact(Durability.SYNCED, work);
    }

    /** The same, but a crash of the database may take the transaction back if {@code durability} says so. */
    <T> T transact(Durability durability, Function<Transaction, T> work);

    /** The resource as it is committed now. */
    Optional<StoredResource> get(ResourceKey key);

    /** One page of resources in key order. */
    Page list(Query query);

    /** How many resources {@code query} asks for behind its place, however large a page it wants. */
    long count(Query query);

    /**
     * The sum of the indexed {@code field} over the resources that {@code query} asks for behind its place; what has no
     * such field, or one that is no number, adds nothing.
     */
    double sum(Query query, String field);

    /**
     * The committed changes after {@code version}, oldest first, at most {@code limit}; never skips one that commits
     * late (rulings: watch and versions).
     *
     * @throws VersionGoneException if changes after {@code version} have been compacted away; list again
     */
    List<Change> changes(ChangeQuery query, long version, int limit);

    /**
     * The newest version that {@link #changes} would have reached by now. Who asks for it first and then reads all changes
     * up to it has seen everything until there, also where nothing matched.
     */
    long version();

    /** Returns when {@link #version} may be past {@code version}, or after {@code atMost}; only a hint to look again. */
    void awaitChange(long version, Duration atMost);

    /** Forgets the change log up to {@code version}; watchers from before it get {@link VersionGoneException}. */
    void compact(long version);

    /** Who holds {@code key} in {@code scope} at {@code now}, see {@link Transaction#take}; takes nothing. */
    Optional<String> holder(String scope, String key, Instant now);

    /**
     * Takes up to {@code limit} due messages of {@code topic}, oldest first, hidden from other workers until
     * {@code now + lease}; each carries a fencing token that no other claim has.
     */
    default List<Message> claim(String topic, Instant now, Duration lease, int limit) {
        return claim(Durability.SYNCED, topic, now, lease, limit);
    }

    /**
     * The same, but a crash of the database may take the claims back if {@code durability} says so: another worker may have
     * them at once, and whoever had them first cannot finish them any more.
     */
    List<Message> claim(Durability durability, String topic, Instant now, Duration lease, int limit);

    /** When the next unfinished message of {@code topic} becomes due or its claim runs out, if there is any. */
    Optional<Instant> nextDue(String topic);

    /** Everything in the queue for work, in any order. */
    List<QueueEntry> queue();

    /** From when on an entry of the queue may start or is overdue; past already if one waits, whether it has room or not. */
    Optional<Instant> nextInQueue();

    /**
     * How often this process has committed messages of {@code topic} so far, or something else that whoever waits for
     * {@link #QUEUE}, {@link #AUDIT} or {@link #NEWS} may want to see.
     */
    long sent(String topic);

    /** Returns once {@link #sent} is past {@code known}, or after {@code atMost}; what other processes commit is not heard. */
    void awaitSent(String topic, long known, Duration atMost);

    /** The events of {@code stream} after {@code sequence}, in order, at most {@code limit}. */
    List<StreamEvent> events(String stream, long sequence, int limit);

    /** The sealed audit records of {@code organization} after {@code sequence}, in order, at most {@code limit}. */
    List<AuditRecord> audit(String organization, long sequence, int limit);

    /** Orders and chains up to {@code limit} unsealed audit entries of each organization; returns how many. */
    int sealAudit(int limit);

    /** The time that all who share the store agree on; this machine's own where nobody else can share it. */
    default InstantSource clock() {
        return SteadyClock.ofThisMachine();
    }

    @Override
    void close();
}
