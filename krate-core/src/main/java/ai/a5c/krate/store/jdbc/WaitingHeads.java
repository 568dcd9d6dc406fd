package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.QueueEntry;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Finds the heads of the queue by stepping from lane to lane in an index, past all that wait behind them. */
interface WaitingHeads {

    /**
     * Of each lane the oldest entry that waits and whose item has nothing at work or ended lately, and of each lane and
     * item that has, the oldest entry.
     */
    List<QueueEntry> of(Handle handle);
}
