package ai.a5c.krate.store;

import ai.a5c.krate.resource.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can be read and written inside {@link ResourceStore#transact}; reads see the transaction's own writes. */
public interface Transaction {

    /**
     * The resource as this transaction sees it: as it wrote it, or as it was when it was first asked for since the last
     * {@link #lock} or {@link #take}.
     */
    Optional<StoredResource> get(ResourceKey key);

    /** One page of resources in key order, as this transaction sees them. */
    Page list(Query query);

    /**
     * Writes {@code draft} if the stored version is {@code expectedVersion} ({@link ResourceStore#ABSENT} to create).
     *
     * @return what is stored now, at a version greater than any before it
     * @throws VersionConflictException if the stored version is another one
     */
    StoredResource put(ResourceDraft draft, long expectedVersion);

    /**
     * Removes the resource; the change log keeps a deletion.
     *
     * @throws VersionConflictException if the stored version is another one
     */
    void delete(ResourceKey key, long expectedVersion);

    /**
     * Takes {@code key} in {@code scope} for {@code holder} until {@code until}, unless another holder has it at
     * {@code now}.
     *
     * @return who holds it afterwards: {@code holder}, or the earlier one
     */
    String take(String scope, String key, String holder, Instant now, Instant until);

    /** Who holds {@code key} in {@code scope} at {@code now}, as this transaction sees it. */
    Optional<String> holder(String scope, String key, Instant now);

    /** Makes other transactions that lock the same name wait until this one ends; reads after it see what they wrote. */
    void lock(String name);

    /** The same for several names, in that order. */
    default void lock(List<String> names) {
        names.forEach(this::lock);
    }

    /**
     * Adds a message to the outbox; one with the same topic and key that is still unfinished is made due earlier instead.
     * If that one is claimed just now, it is delivered once more after the claim has ended.
     */
    void send(String topic, String key, Instant due);

    /**
     * Removes a claimed message.
     *
     * @return false if the claim had been lost to another worker: the caller must roll back
     */
    boolean done(Message message);

    /** Gives a claimed message back, due again at {@code due}; false as in {@link #done}. */
    boolean retry(Message message, Instant due);

    /**
     * Appends to {@code stream} if its last sequence is {@code sequence - 1}; the first is 1.
     *
     * @return false if that sequence is stored already, in which case nothing is written
     * @throws IllegalArgumentException if a sequence before it is missing
     */
    boolean append(String stream, StreamEvent event);

    /** The last sequence of {@code stream}, 0 if it is empty. */
    long lastSequence(String stream);

    /**
     * Puts {@code entry} into the queue for work, or moves it there. While its state stays, and when one at work ends, it
     * keeps the instant that it has been in that state since.
     */
    void enqueue(QueueEntry entry);

    /** Takes {@code key} out of the queue for work, if it is there. */
    void dequeue(ResourceKey key);

    /**
     * What is needed of the queue to say who is next, at a cost that does not depend on how many wait: lets those wait for
     * their turn whose due time has come, and forgets all but the latest that ended.
     */
    QueueHeads heads(Instant now);

    /** Adds to the audit trail; the sealer gives it its place in the chain. */
    void audit(AuditEntry entry);
}
