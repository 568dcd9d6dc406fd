package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.QueueEntry;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** One statement, where each is a way to a server and back. */
record LateralHeads() implements WaitingHeads {

    /** Each step and each head has an order and a limit, so that no plan is cheaper than the index in that order. */
    static final String STATEMENT = "WITH RECURSIVE lanes (lane) AS ("
            + "(SELECT q.lane FROM krate_queue q WHERE q.state = 'WAITING' ORDER BY q.lane LIMIT 1) UNION ALL"
            + " SELECT (SELECT q.lane FROM krate_queue q WHERE q.state = 'WAITING' AND q.lane > l.lane"
            + " ORDER BY q.lane LIMIT 1) FROM lanes l WHERE l.lane IS NOT NULL),"
            + " busy (item) AS MATERIALIZED"
            + " (SELECT DISTINCT q.item FROM krate_queue q WHERE q.state IN ('ACTIVE', 'ENDED')),"
            + " busy_lanes (item, lane) AS ("
            + "SELECT b.item, (SELECT q.lane FROM krate_queue q WHERE q.state = 'WAITING' AND q.item = b.item"
            + " ORDER BY q.lane LIMIT 1) FROM busy b UNION ALL"
            + " SELECT b.item, (SELECT q.lane FROM krate_queue q WHERE q.state = 'WAITING' AND q.item = b.item"
            + " AND q.lane > b.lane ORDER BY q.lane LIMIT 1) FROM busy_lanes b WHERE b.lane IS NOT NULL)"
            + " SELECT h.* FROM lanes l CROSS JOIN LATERAL (SELECT " + QueueTable.COLUMNS + " FROM krate_queue q"
            + " WHERE q.state = 'WAITING' AND q.lane = l.lane AND q.item NOT IN (SELECT item FROM busy)"
            + " ORDER BY q.since, q.namespace, q.name LIMIT 1) h WHERE l.lane IS NOT NULL UNION ALL"
            + " SELECT h.* FROM busy_lanes b CROSS JOIN LATERAL (SELECT " + QueueTable.COLUMNS + " FROM krate_queue q"
            + " WHERE q.state = 'WAITING' AND q.item = b.item AND q.lane = b.lane"
            + " ORDER BY q.since, q.namespace, q.name LIMIT 1) h WHERE b.lane IS NOT NULL";

    @Override
    public List<QueueEntry> of(Handle handle) {
        return QueueTable.entries(handle.createQuery(STATEMENT));
    }
}
