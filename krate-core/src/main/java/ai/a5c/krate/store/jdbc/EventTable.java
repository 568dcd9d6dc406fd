package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.StreamEvent;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The events of all streams. */
final class EventTable {

    private EventTable() {}

    static boolean append(Handle handle, String stream, StreamEvent event) {
        int appended = handle.createUpdate("INSERT INTO krate_event (stream, sequence, time, type, document)"
                        + " SELECT :stream, :sequence, :time, :type, :document"
                        + " WHERE :sequence = 1 OR EXISTS (SELECT 1 FROM krate_event"
                        + " WHERE stream = :stream AND sequence = :sequence - 1) ON CONFLICT DO NOTHING")
                .bind("stream", stream)
                .bind("sequence", event.sequence())
                .bind("time", event.time().toString())
                .bind("type", event.type())
                .bind("document", event.document())
                .execute();
        if (appended == 0) {
            refuseGap(last(handle, stream), stream, event);
        }
        return appended == 1;
    }

    static long last(Handle handle, String stream) {
        return handle.createQuery("SELECT coalesce(max(sequence), 0) FROM krate_event WHERE stream = :stream")
                .bind("stream", stream)
                .mapTo(long.class)
                .one();
    }

    static List<StreamEvent> after(Handle handle, String stream, long sequence, int limit) {
        return handle.createQuery("SELECT sequence, time, type, document FROM krate_event"
                        + " WHERE stream = :stream AND sequence > :sequence ORDER BY sequence LIMIT :limit")
                .bind("stream", stream)
                .bind("sequence", sequence)
                .bind("limit", limit)
                .map((row, context) -> new StreamEvent(
                        row.getLong("sequence"),
                        Instant.parse(row.getString("time")),
                        row.getString("type"),
                        row.getString("document")))
                .list();
    }

    private static void refuseGap(long last, String stream, StreamEvent event) {
        if (event.sequence() < 1 || event.sequence() > last) {
            throw new IllegalArgumentException(
                    "event %d of stream %s cannot follow event %d".formatted(event.sequence(), stream, last));
        }
    }
}
