package ai.a5c.krate.store;

import java.util.List;

/**
 * As much of the queue as is needed to say who is next, however long it is.
 *
 * @param waiting of each lane the oldest entry whose item is not among {@code started}, and of each lane and item among
 *     them the oldest entry
 * @param started everything at work, and what ended lately, at most {@link #LATELY}
 * @param overdue those at work that are past their due time, longest first, at most {@link #MOST_OVERDUE}
 */
public record QueueHeads(List<QueueEntry> waiting, List<QueueEntry> started, List<QueueEntry> overdue) {

    /** How many ended entries are kept. */
    public static final int LATELY = 100;

    /** How many overdue entries are given at a time. */
    public static final int MOST_OVERDUE = 10;

    public QueueHeads {
        waiting = List.copyOf(waiting);
        started = List.copyOf(started);
        overdue = List.copyOf(overdue);
    }
}
