package ai.a5c.krate.store.jdbc;

import static java.util.stream.Collectors.joining;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueEntry.State;
import ai.a5c.krate.store.QueueHeads;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The queue for work; its heads are found by stepping from lane to lane in the index, past all that wait behind them. */
final class QueueTable {

    private static final String COLUMNS =
            "q.kind, q.namespace, q.name, q.state, q.lane, q.item, q.place, q.since, q.due";

    /** One step in the index a lane; a join here would have the whole table read. */
    private static final String HEADS = "WITH RECURSIVE lanes (lane) AS ("
            + "SELECT min(lane) FROM krate_queue WHERE state = 'WAITING' UNION ALL"
            + " SELECT (SELECT min(n.lane) FROM krate_queue n WHERE n.state = 'WAITING' AND n.lane > l.lane)"
            + " FROM lanes l WHERE l.lane IS NOT NULL)"
            + " SELECT (SELECT w.id FROM krate_queue w WHERE w.state = 'WAITING' AND w.lane = l.lane AND NOT EXISTS"
            + " (SELECT 1 FROM krate_queue s WHERE s.item = w.item AND s.state IN ('ACTIVE', 'ENDED'))"
            + " ORDER BY w.since, w.namespace, w.name LIMIT 1) AS head FROM lanes l WHERE l.lane IS NOT NULL";

    /** The same for each item at work, whose lanes are stepped through. */
    private static final String HEADS_OF_ITEMS = "WITH RECURSIVE lanes (item, lane) AS ("
            + "SELECT s.item, (SELECT min(w.lane) FROM krate_queue w WHERE w.item = s.item AND w.state = 'WAITING')"
            + " FROM (SELECT DISTINCT item FROM krate_queue WHERE state IN ('ACTIVE', 'ENDED')) s UNION ALL"
            + " SELECT l.item, (SELECT min(w.lane) FROM krate_queue w WHERE w.item = l.item AND w.state = 'WAITING'"
            + " AND w.lane > l.lane) FROM lanes l WHERE l.lane IS NOT NULL)"
            + " SELECT (SELECT w.id FROM krate_queue w WHERE w.item = l.item AND w.state = 'WAITING'"
            + " AND w.lane = l.lane ORDER BY w.since, w.namespace, w.name LIMIT 1) AS head"
            + " FROM lanes l WHERE l.lane IS NOT NULL";

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
    static QueueHeads heads(Handle handle, Instant now) {
        long at = Nanos.of(now);
        handle.createUpdate("UPDATE krate_queue SET state = 'WAITING' WHERE state = 'LATER' AND due <= :now")
                .bind("now", at)
                .execute();
        handle.createUpdate("DELETE FROM krate_queue WHERE state = 'ENDED' AND since < (SELECT since FROM krate_queue"
                        + " WHERE state = 'ENDED' ORDER BY since DESC LIMIT 1 OFFSET :kept)")
                .bind("kept", QueueHeads.LATELY - 1)
                .execute();
        List<QueueEntry> started = entries(
                handle.createQuery("SELECT " + COLUMNS + " FROM krate_queue q WHERE q.state IN ('ACTIVE', 'ENDED')"));
        List<Long> heads = new ArrayList<>(heads(handle, HEADS));
        heads.addAll(heads(handle, HEADS_OF_ITEMS));
        return new QueueHeads(numbered(handle, heads), started, overdue(handle, at));
    }

    private static List<Long> heads(Handle handle, String statement) {
        return handle.createQuery(statement)
                .mapTo(Long.class)
                .filter(Objects::nonNull)
                .list();
    }

    private static List<QueueEntry> numbered(Handle handle, List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        String names =
                IntStream.range(0, ids.size()).mapToObj(index -> ":v" + index).collect(joining(", "));
        Query query = handle.createQuery("SELECT " + COLUMNS + " FROM krate_queue q WHERE q.id IN (" + names + ")");
        IntStream.range(0, ids.size()).forEach(index -> query.bind("v" + index, ids.get(index)));
        return entries(query);
    }

    private static List<QueueEntry> overdue(Handle handle, long now) {
        return entries(handle.createQuery("SELECT " + COLUMNS + " FROM krate_queue q WHERE q.state = 'ACTIVE'"
                        + " AND q.due <= :now ORDER BY q.due, q.namespace, q.name LIMIT " + QueueHeads.MOST_OVERDUE)
                .bind("now", now));
    }

    static List<QueueEntry> all(Handle handle) {
        return entries(handle.createQuery("SELECT " + COLUMNS + " FROM krate_queue q"));
    }

    /** From when on an entry may start or is overdue. */
    static Optional<Instant> nextDue(Handle handle) {
        return handle.createQuery(
                        "SELECT min(due) FROM (SELECT min(due) AS due FROM krate_queue WHERE state = 'WAITING'"
                                + " UNION ALL SELECT min(due) FROM krate_queue WHERE state = 'LATER'"
                                + " UNION ALL SELECT min(due) FROM krate_queue WHERE state = 'ACTIVE') d")
                .map((row, context) -> {
                    long due = row.getLong(1);
                    return row.wasNull() ? Optional.<Instant>empty() : Optional.of(Nanos.instant(due));
                })
                .one();
    }

    private static List<QueueEntry> entries(Query query) {
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
