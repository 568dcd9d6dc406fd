package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.VersionConflictException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;

/** Who holds which key until when; long expired rows are swept away now and then. */
final class HoldTable {

    private static final int SWEEP_EVERY = 256;
    private static final long KEPT = Duration.ofHours(1).toNanos();

    private final AtomicLong takes = new AtomicLong();
    private final Dialect dialect;

    HoldTable(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Takes {@code hold} unless another holder has it at {@code now}, and says who has it then. */
    String take(Handle handle, Hold hold, long now) {
        if (takes.incrementAndGet() % SWEEP_EVERY == 0) {
            sweep(handle, now);
        }
        return taken(handle, hold, now)
                .or(() -> holder(handle, hold.scope(), hold.key(), Long.MIN_VALUE))
                .or(() -> taken(handle, hold, now))
                .orElseThrow(() -> new VersionConflictException(
                        "the key " + hold.key() + " changes hands just now; try again", null));
    }

    private static Optional<String> taken(Handle handle, Hold hold, long now) {
        return handle.createQuery("INSERT INTO krate_hold (scope, key, holder, until)"
                        + " VALUES (:scope, :key, :holder, :until)"
                        + " ON CONFLICT (scope, key) DO UPDATE SET holder = excluded.holder, until = excluded.until"
                        + " WHERE krate_hold.until <= :now OR krate_hold.holder = excluded.holder RETURNING holder")
                .bind("scope", hold.scope())
                .bind("key", hold.key())
                .bind("holder", hold.holder())
                .bind("until", hold.until())
                .bind("now", now)
                .mapTo(String.class)
                .findOne();
    }

    /** Who holds a key past {@code now}. */
    static Optional<String> holder(Handle handle, String scope, String key, long now) {
        return handle.createQuery("SELECT holder FROM krate_hold WHERE scope = :scope AND key = :key AND until > :now")
                .bind("scope", scope)
                .bind("key", key)
                .bind("now", now)
                .mapTo(String.class)
                .findOne();
    }

    private void sweep(Handle handle, long now) {
        handle.createUpdate("DELETE FROM krate_hold WHERE (scope, key) IN (SELECT scope, key FROM krate_hold"
                        + " WHERE until < :before ORDER BY until LIMIT 1000 " + dialect.skipLocked() + ")")
                .bind("before", now - KEPT)
                .execute();
    }

    record Hold(String scope, String key, String holder, long until) {}
}
