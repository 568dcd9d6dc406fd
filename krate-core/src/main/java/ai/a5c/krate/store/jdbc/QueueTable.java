package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueEntry.State;
import ai.a5c.krate.store.QueueHeads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The queue for work. */
final class QueueTable {

    /** What {@link #entries} reads, of rows called {@code q}. */
    static final String COLUMNS = "q.kind, q.namespace, q.name, q.state, q.lane, q.item, q.place, q.since, q.due";

    static final String STARTED = "SELECT " + COLUMNS + " FROM krate_queue q WHERE q.state IN ('ACTIVE', 'ENDED')";

    static final String NEXT_DUE = "SELECT min(due) FROM krate_queue WHERE state <> 'ENDED'";

    private static final Comparator<QueueEntry> LONGEST_OVERDUE = Comparator.comparing(QueueEntry::due)
            .thenComparing(entry -> entry.key().namespace())
            .thenComparing(entry -> entry.key().name());

    private QueueTable() {}

    /** Puts {@code entry}, or moves it to its new state. */
    static void put(Handle handle, QueueEntry entry) {
        handle.createUpdate("INSERT INTO krate_queue (kind, namespace, name, state, lane, item, place, since, due)"
                        + " VALUES (:kind, :namespace, :name, :state, :lane, :item, :place, :since, :due)"
                        + " ON CONFLICT (kind, namespace, name) DO UPDATE SET state = excluded.state,"
                        + " lane = excluded.lane, item = excluded.item, place = excluded.place, due = excluded.due,"
                        + " since = CASE WHEN krate_queue.state = excluded.state"
                        + " OR krate_queue.state = 'ACTIVE' AND excluded.state = 'ENDED'"
                        + " THEN krate_queue.since ELSE excluded.since END")
                .bind("kind", entry.key().kind())
                .bind("namespace", entry.key().namespace())
                .bind("name", entry.key().name())
                .bind("state", entry.state().name())
                .bind("lane", PairTable.indexed(entry.lane()))
                .bind("item", PairTable.indexed(entry.item()))
                .bind("place", entry.place())
                .bind("since", Nanos.of(entry.since()))
                .bind("due", Nanos.of(entry.due()))
                .execute();
    }

    static void remove(Handle handle, ResourceKey key) {
        handle.createUpdate("DELETE FROM krate_queue WHERE kind = :kind AND namespace = :namespace AND name = :name")
                .bind("kind", key.kind())
                .bind("namespace", key.namespace())
                .bind("name", key.name())
                .execute();
    }

    /** Lets those start whose time has come, forgets what ended long ago, and gives the heads. */
    static QueueHeads heads(Handle handle, WaitingHeads waiting, Instant now) {
        handle.createUpdate("UPDATE krate_queue SET state = 'WAITING' WHERE state = 'LATER' AND due <= :now")
                .bind("now", Nanos.of(now))
                .execute();
        List<QueueEntry> started = lately(handle, entries(handle.createQuery(STARTED)));
        return new QueueHeads(waiting.of(handle), started, overdue(started, now));
    }

    /** All of {@code started} but what ended before the latest that did, which is forgotten. */
    private static List<QueueEntry> lately(Handle handle, List<QueueEntry> started) {
        Optional<Instant> last = started.stream()
                .filter(entry -> entry.state() == State.ENDED)
                .map(QueueEntry::since)
                .sorted(Comparator.reverseOrder())
                .skip(QueueHeads.LATELY - 1)
                .findFirst();
        Predicate<QueueEntry> isForgotten = entry -> entry.state() == State.ENDED
                && last.filter(entry.since()::isBefore).isPresent();
        if (started.stream().noneMatch(isForgotten)) {
            return started;
        }
        handle.createUpdate("DELETE FROM krate_queue WHERE state = 'ENDED' AND since < :last")
                .bind("last", Nanos.of(last.orElseThrow()))
                .execute();
        return started.stream().filter(isForgotten.negate()).toList();
    }

    private static List<QueueEntry> overdue(List<QueueEntry> started, Instant now) {
        return started.stream()
                .filter(entry -> entry.state() == State.ACTIVE && !entry.due().isAfter(now))
                .sorted(LONGEST_OVERDUE)
                .limit(QueueHeads.MOST_OVERDUE)
                .toList();
    }

    static List<QueueEntry> all(Handle handle) {
        return entries(handle.createQuery("SELECT " + COLUMNS + " FROM krate_queue q"));
    }

    /** From when on an entry may start or is overdue. */
    static Optional<Instant> nextDue(Handle handle) {
        return handle.createQuery(NEXT_DUE)
                .map((row, context) -> {
                    long due = row.getLong(1);
                    return row.wasNull() ? Optional.<Instant>empty() : Optional.of(Nanos.instant(due));
                })
                .one();
    }

    static List<QueueEntry> entries(Query query) {
        return query.map((row, context) -> entry(row)).list();
    }

    private static QueueEntry entry(ResultSet row) throws SQLException {
        return new QueueEntry(
                new ResourceKey(row.getString("kind"), row.getString("namespace"), row.getString("name")),
                row.getString("lane"),
                row.getString("item"),
                row.getString("place"),
                State.valueOf(row.getString("state")),
                Nanos.instant(row.getLong("since")),
                Nanos.instant(row.getLong("due")));
    }
}
