package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.Durability;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What SQLite and PostgreSQL say differently. */
interface Dialect {

    /** What stands for the placeholders of the migrations. */
    Map<String, String> placeholders();

    /** An expression that gives a version greater than any before it. */
    String nextVersion();

    /** What ends a select that takes rows from a queue. */
    String skipLocked();

    /** Called before the first write of each transaction. */
    Beginning begin(Handle transaction, Durability durability);

    /** An expression that makes the transaction, in whose statement it stands, {@link Durability#RELAXED}. */
    String relaxed();

    /** Waits for other transactions that locked one of {@code names}, in that order. */
    void lock(Handle transaction, List<String> names);

    /** Writes resources the way that suits it. */
    ResourceRows rows();

    /** Finds the heads of the queue the way that suits it. */
    WaitingHeads waitingHeads();

    /** A version up to which every change is committed and visible or never will be; called outside transactions. */
    long settled(Handle reader);

    /** Whether servers on other machines may use the database. */
    boolean isShared();

    /** What time it is there. */
    Instant time(Handle reader);

    /** What {@code failure} means to the caller of a store. */
    RuntimeException meaning(SQLException failure);

    /**
     * How a transaction began.
     *
     * @param writer the transaction's number, 0 where nobody needs it
     * @param floor the newest version that was given out before it had that number
     */
    record Beginning(long writer, long floor) {}
}
