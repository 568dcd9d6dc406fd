package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.VersionConflictException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.sqlite.SQLiteErrorCode;

/** How SQLite says it: there is one writer, so that nothing has to be locked and everything committed is settled. */
final class SqliteDialect implements Dialect {

    private static final int PRIMARY_CODE = 0xff;
    private static final String NEWEST =
            "max(coalesce((SELECT max(version) FROM krate_revision), 0), (SELECT version FROM krate_compaction))";
    private static final Beginning ONLY_WRITER = new Beginning(0, 0);

    private final Path file;

    SqliteDialect(Path file) {
        this.file = file;
    }

    @Override
    public Map<String, String> placeholders() {
        return Map.of(
                "text", "TEXT",
                "identity", "INTEGER PRIMARY KEY AUTOINCREMENT",
                "clustered", "WITHOUT ROWID",
                "versions", "",
                "version", "INTEGER PRIMARY KEY",
                "bytes", "BLOB");
    }

    @Override
    public String nextVersion() {
        return "(SELECT 1 + " + NEWEST + ")";
    }

    @Override
    public String skipLocked() {
        return "";
    }

    @Override
    public Beginning begin(Handle transaction, Durability durability) {
        return ONLY_WRITER;
    }

    @Override
    public String relaxed() {
        return "1";
    }

    @Override
    public void lock(Handle transaction, List<String> names) {
        // the transaction has been the only writer from its first statement on
    }

    @Override
    public ResourceRows rows() {
        return new StepwiseRows(nextVersion());
    }

    @Override
    public WaitingHeads waitingHeads() {
        return new SteppedHeads();
    }

    @Override
    public long settled(Handle reader) {
        return reader.createQuery("SELECT " + NEWEST).mapTo(long.class).one();
    }

    @Override
    public boolean isShared() {
        return false;
    }

    @Override
    public Instant time(Handle reader) {
        return Instant.now();
    }

    @Override
    public RuntimeException meaning(SQLException failure) {
        int code = failure.getErrorCode() & PRIMARY_CODE;
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
            return new VersionConflictException(
                    "somebody else wrote the same first; read again and reapply the change", failure);
        }
        if (code == SQLiteErrorCode.SQLITE_BUSY.code) {
            return new StoreUnavailableException(
                    "the store %s is locked by another process; look for one that hangs".formatted(file), failure);
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return new StoreUnavailableException(
                    "the store %s is damaged or no SQLite database; restore it from a backup".formatted(file), failure);
        }
        return new StoreUnavailableException(
                "the store %s cannot be used: %s".formatted(file, failure.getMessage()), failure);
    }
}
