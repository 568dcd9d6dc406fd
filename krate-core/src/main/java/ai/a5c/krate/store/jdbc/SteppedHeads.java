package ai.a5c.krate.store.jdbc;

import static java.util.stream.Collectors.joining;

import ai.a5c.krate.store.QueueEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** A statement for each step, where a statement costs little because the database is in this process. */
record SteppedHeads() implements WaitingHeads {

    private static final String LANES = "WITH RECURSIVE lanes (lane) AS ("
            + "SELECT min(lane) FROM krate_queue WHERE state = 'WAITING' UNION ALL"
            + " SELECT (SELECT min(n.lane) FROM krate_queue n WHERE n.state = 'WAITING' AND n.lane > l.lane)"
            + " FROM lanes l WHERE l.lane IS NOT NULL)"
            + " SELECT (SELECT w.id FROM krate_queue w WHERE w.state = 'WAITING' AND w.lane = l.lane AND NOT EXISTS"
            + " (SELECT 1 FROM krate_queue s WHERE s.item = w.item AND s.state IN ('ACTIVE', 'ENDED'))"
            + " ORDER BY w.since, w.namespace, w.name LIMIT 1) AS head FROM lanes l WHERE l.lane IS NOT NULL";

    /** The same for each item at work, whose lanes are stepped through. */
    private static final String LANES_OF_ITEMS = "WITH RECURSIVE lanes (item, lane) AS ("
            + "SELECT s.item, (SELECT min(w.lane) FROM krate_queue w WHERE w.item = s.item AND w.state = 'WAITING')"
            + " FROM (SELECT DISTINCT item FROM krate_queue WHERE state IN ('ACTIVE', 'ENDED')) s UNION ALL"
            + " SELECT l.item, (SELECT min(w.lane) FROM krate_queue w WHERE w.item = l.item AND w.state = 'WAITING'"
            + " AND w.lane > l.lane) FROM lanes l WHERE l.lane IS NOT NULL)"
            + " SELECT (SELECT w.id FROM krate_queue w WHERE w.item = l.item AND w.state = 'WAITING'"
            + " AND w.lane = l.lane ORDER BY w.since, w.namespace, w.name LIMIT 1) AS head"
            + " FROM lanes l WHERE l.lane IS NOT NULL";

    @Override
    public List<QueueEntry> of(Handle handle) {
        List<Long> heads = new ArrayList<>(ids(handle, LANES));
        heads.addAll(ids(handle, LANES_OF_ITEMS));
        return numbered(handle, heads);
    }

    private static List<Long> ids(Handle handle, String statement) {
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
        Query query = handle.createQuery(
                "SELECT " + QueueTable.COLUMNS + " FROM krate_queue q WHERE q.id IN (" + names + ")");
        IntStream.range(0, ids.size()).forEach(index -> query.bind("v" + index, ids.get(index)));
        return QueueTable.entries(query);
    }
}
