package ai.a5c.krate.store;

import ai.a5c.krate.resource.ResourceKey;
import java.time.Instant;

/**
 * A resource's place in the queue for work.
 *
 * @param lane entries of one lane may start under the same conditions, but for what their items have at work
 * @param item what the work is about; entries of one item may be in several lanes
 * @param place what lane and item stand for, in words of the writer; kept as it is
 * @param since when it came, or, once it is at work, when it was started; kept by the store while the state stays
 * @param due when {@link State#LATER} becomes {@link State#WAITING}, or {@link State#ACTIVE} is overdue
 */
public record QueueEntry(
        ResourceKey key, String lane, String item, String place, State state, Instant since, Instant due) {

    public QueueEntry {
        StoreInput.name("the kind of a queue entry", key.kind());
        StoreInput.name("the namespace of a queue entry", key.namespace());
        StoreInput.name("the name of a queue entry", key.name());
        StoreInput.text("the lane of a queue entry", lane);
        StoreInput.text("the item of a queue entry", item);
        StoreInput.text("the place of a queue entry", place);
    }

    /** Whether it waits or is at work. */
    public enum State {
        /** It may start. */
        WAITING,
        /** It may start from its due time on. */
        LATER,
        /** It is at work. */
        ACTIVE,
        /** It was at work; only the latest of these are kept. */
        ENDED
    }
}
