package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The outbox; a row is removed by the worker that finished it, so that a later message is another row. */
final class MessageTable {

    private static final String CLAIM = " WHERE id = :id AND token = :token AND claimed";

    private final Dialect dialect;

    MessageTable(Dialect dialect) {
        this.dialect = dialect;
    }

    void send(Handle handle, String topic, String key, long due) {
        handle.createUpdate("INSERT INTO krate_message (topic, key, next, claimed, claims)"
                        + " VALUES (:topic, :key, :due, FALSE, 0) ON CONFLICT (topic, key) DO UPDATE SET"
                        + " next = CASE WHEN krate_message.claimed OR krate_message.next <= excluded.next"
                        + " THEN krate_message.next ELSE excluded.next END,"
                        + " again = CASE WHEN NOT krate_message.claimed THEN NULL"
                        + " WHEN krate_message.again <= excluded.next THEN krate_message.again"
                        + " ELSE excluded.next END")
                .bind("topic", topic)
                .bind("key", key)
                .bind("due", due)
                .execute();
    }

    boolean isDue(Handle handle, String topic, long now) {
        return handle.createQuery("SELECT 1 FROM krate_message WHERE topic = :topic AND next <= :now LIMIT 1")
                .bind("topic", topic)
                .bind("now", now)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** The due messages, oldest first; an update returns its rows in any order, so each brings what it was due by. */
    List<Message> claim(Handle handle, Due due, Durability durability) {
        return handle
                .createQuery("WITH due AS MATERIALIZED (SELECT id, next FROM krate_message"
                        + " WHERE topic = :topic AND next <= :now ORDER BY next, id LIMIT :limit "
                        + dialect.skipLocked() + ") UPDATE krate_message SET next = :until, again = NULL,"
                        + " claimed = TRUE, claims = claims + 1, token = :token FROM due WHERE krate_message.id = due.id"
                        + " RETURNING krate_message.id, topic, key, claims, token, (SELECT "
                        + (durability == Durability.RELAXED ? dialect.relaxed() : "1") + ")")
                .bind("token", UUID.randomUUID().getLeastSignificantBits())
                .bind("topic", due.topic())
                .bind("now", due.now())
                .bind("until", due.until())
                .bind("limit", due.limit())
                .map((row, context) -> message(row))
                .list()
                .stream()
                .sorted(Comparator.comparingLong(Message::id))
                .toList();
    }

    boolean done(Handle handle, Message message) {
        Optional<Claim> ended = claim(
                        handle.createQuery(
                                "DELETE FROM krate_message" + CLAIM + " RETURNING coalesce(again, 0) AS again,"
                                        + " CASE WHEN again IS NULL THEN 0 ELSE 1 END AS resent"),
                        message)
                .map((row, context) -> new Claim(row.getInt("resent") == 1, row.getLong("again")))
                .findOne();
        ended.filter(Claim::resent).ifPresent(claim -> send(handle, message.topic(), message.key(), claim.again()));
        return ended.isPresent();
    }

    boolean retry(Handle handle, Message message, long due) {
        return claim(
                                handle.createUpdate("UPDATE krate_message SET claimed = FALSE,"
                                        + " next = CASE WHEN again < :due THEN again ELSE :due END, again = NULL"
                                        + CLAIM),
                                message)
                        .bind("due", due)
                        .execute()
                == 1;
    }

    Optional<Instant> nextDue(Handle handle, String topic) {
        return handle.createQuery("SELECT next FROM krate_message WHERE topic = :topic ORDER BY next LIMIT 1")
                .bind("topic", topic)
                .mapTo(Long.class)
                .findOne()
                .map(Nanos::instant);
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getString("topic"),
                row.getString("key"),
                row.getInt("claims"),
                row.getLong("id"),
                row.getLong("token"));
    }

    private static <S extends SqlStatement<S>> S claim(S statement, Message message) {
        return statement.bind("id", message.id()).bind("token", message.token());
    }

    /** Messages of {@code topic} that are due at {@code now}, to be claimed until {@code until}. */
    record Due(String topic, long now, long until, int limit) {}

    private record Claim(boolean resent, long again) {}
}
