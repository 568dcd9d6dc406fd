package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.VersionConflictException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * How PostgreSQL says it.
 *
 * <p>Versions come from a sequence, and a transaction may commit after another one that got a greater version. A
 * transaction therefore gets its number (xid) before its first version, and notes the newest version from before it had
 * that number. Once all transactions up to some number are over, every version up to what was noted before that number
 * was given is settled: whoever still runs has a greater number and so only greater versions. Such notes are left by
 * writers in their revisions, and made by a reader for the newest version there is.
 */
final class PostgresqlDialect implements Dialect {

    private static final String NEWEST =
            "SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS newest FROM krate_version";
    private static final String NUMBER = "CAST(CAST(pg_current_xact_id() AS text) AS bigint)";
    private static final String OLDEST_RUNNING =
            "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)";

    /** The commit does not wait for the log, which is written in order: a later one that waits takes it along. */
    private static final String RELAXED = "set_config('synchronous_commit', 'off', true)";

    /** Serialization failure, deadlock, unique violation, lock timeout. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01", "23505", "55P03");

    private final AtomicLong known = new AtomicLong();

    @Override
    public Map<String, String> placeholders() {
        return Map.of(
                "text", "TEXT COLLATE \"C\"",
                "identity", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
                "clustered", "",
                "versions", "CREATE SEQUENCE krate_version;",
                "version", "BIGINT PRIMARY KEY",
                "bytes", "BYTEA");
    }

    @Override
    public String nextVersion() {
        return "nextval('krate_version')";
    }

    @Override
    public String skipLocked() {
        return "FOR UPDATE SKIP LOCKED";
    }

    @Override
    public Beginning begin(Handle transaction, Durability durability) {
        String relaxed = durability == Durability.RELAXED ? ", " + RELAXED : "";
        return transaction
                .createQuery("WITH before AS MATERIALIZED (" + NEWEST + ") SELECT newest, " + NUMBER + " AS number"
                        + relaxed + " FROM before")
                .map((row, context) -> new Beginning(row.getLong("number"), row.getLong("newest")))
                .one();
    }

    @Override
    public String relaxed() {
        return RELAXED;
    }

    @Override
    public void lock(Handle transaction, List<String> names) {
        String locks = IntStream.range(0, names.size())
                .mapToObj("pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || :n%d, 0))"::formatted)
                .collect(Collectors.joining(", "));
        Query query = transaction.createQuery("SELECT " + locks);
        IntStream.range(0, names.size()).forEach(index -> query.bind("n" + index, names.get(index)));
        query.mapTo(String.class).list();
    }

    @Override
    public ResourceRows rows() {
        return new WholeRows(nextVersion());
    }

    @Override
    public WaitingHeads waitingHeads() {
        return new LateralHeads();
    }

    @Override
    public long settled(Handle reader) {
        long newest = number(reader.createQuery(NEWEST));
        if (newest <= known.get()) {
            return known.get();
        }
        long reading = number(reader.createQuery("SELECT " + NUMBER));
        long settled = number(reader.createQuery("SELECT CASE WHEN " + OLDEST_RUNNING + " > :reading THEN :newest"
                        + " ELSE coalesce((SELECT floor FROM krate_revision WHERE writer < " + OLDEST_RUNNING
                        + " ORDER BY version DESC LIMIT 1), 0) END")
                .bind("reading", reading)
                .bind("newest", newest));
        return known.accumulateAndGet(settled, Math::max);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Instant time(Handle reader) {
        return reader.createQuery("SELECT clock_timestamp()")
                .mapTo(Instant.class)
                .one();
    }

    @Override
    public RuntimeException meaning(SQLException failure) {
        if (CONFLICTS.contains(String.valueOf(failure.getSQLState()))) {
            return new VersionConflictException(
                    "somebody else wrote the same first; read again and reapply the change", failure);
        }
        return new StoreUnavailableException("PostgreSQL cannot be used: " + failure.getMessage(), failure);
    }

    private static long number(Query query) {
        return query.mapTo(long.class).one();
    }
}
