package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.AuditRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The audit entries, and for those that are sealed their place in the organization's chain. */
final class AuditTable {

    private static final String ENTRY = "id, organization, time, actor, action, subject, document";

    private final Dialect dialect;

    AuditTable(Dialect dialect) {
        this.dialect = dialect;
    }

    static void add(Handle handle, List<AuditEntry> entries) {
        try (PreparedBatch batch = handle.prepareBatch("INSERT INTO krate_audit (" + ENTRY + ") VALUES"
                + " (:id, :organization, :time, :actor, :action, :subject, :document) ON CONFLICT DO NOTHING")) {
            for (AuditEntry entry : entries) {
                batch.bind("id", entry.id())
                        .bind("organization", entry.organization())
                        .bind("time", entry.time().toString())
                        .bind("actor", entry.actor())
                        .bind("action", entry.action())
                        .bind("subject", entry.subject())
                        .bind("document", entry.document())
                        .add();
            }
            batch.execute();
        }
    }

    static List<String> unsealed(Handle handle) {
        return handle.createQuery("SELECT DISTINCT organization FROM krate_audit WHERE sequence IS NULL"
                        + " ORDER BY organization")
                .mapTo(String.class)
                .list();
    }

    static List<AuditRecord> after(Handle handle, String organization, long sequence, int limit) {
        return handle.createQuery("SELECT " + ENTRY + ", sequence, previous, hash FROM krate_audit"
                        + " WHERE organization = :organization AND sequence > :sequence ORDER BY sequence LIMIT :limit")
                .bind("organization", organization)
                .bind("sequence", sequence)
                .bind("limit", limit)
                .map((row, context) -> new AuditRecord(
                        entry(row), row.getLong("sequence"), row.getString("previous"), row.getString("hash")))
                .list();
    }

    /** Chains up to {@code limit} entries of each of {@code organizations}, which are sorted, one sealer at a time. */
    int seal(Handle handle, List<String> organizations, int limit) {
        dialect.lock(handle, organizations.stream().map(name -> "seal/" + name).toList());
        return organizations.stream()
                .mapToInt(organization -> seal(handle, organization, limit))
                .sum();
    }

    private static int seal(Handle handle, String organization, int limit) {
        List<AuditEntry> entries = handle.createQuery("SELECT " + ENTRY + " FROM krate_audit"
                        + " WHERE organization = :organization AND sequence IS NULL ORDER BY arrival LIMIT :limit")
                .bind("organization", organization)
                .bind("limit", limit)
                .map((row, context) -> entry(row))
                .list();
        if (!entries.isEmpty()) {
            chain(handle, end(handle, organization), entries);
        }
        return entries.size();
    }

    private static void chain(Handle handle, End end, List<AuditEntry> entries) {
        try (PreparedBatch batch = handle.prepareBatch(
                "UPDATE krate_audit SET sequence = :sequence, previous = :previous, hash = :hash WHERE id = :id")) {
            End last = end;
            for (AuditEntry entry : entries) {
                long sequence = last.sequence() + 1;
                String hash = AuditRecord.hashOf(entry, sequence, last.hash());
                batch.bind("sequence", sequence)
                        .bind("previous", last.hash())
                        .bind("hash", hash)
                        .bind("id", entry.id())
                        .add();
                last = new End(sequence, hash);
            }
            batch.execute();
        }
    }

    private static End end(Handle handle, String organization) {
        return handle.createQuery("SELECT sequence, hash FROM krate_audit"
                        + " WHERE organization = :organization AND sequence IS NOT NULL ORDER BY sequence DESC LIMIT 1")
                .bind("organization", organization)
                .map((row, context) -> new End(row.getLong("sequence"), row.getString("hash")))
                .findOne()
                .orElse(new End(0, AuditRecord.GENESIS));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getString("id"),
                row.getString("organization"),
                Instant.parse(row.getString("time")),
                row.getString("actor"),
                row.getString("action"),
                row.getString("subject"),
                row.getString("document"));
    }

    private record End(long sequence, String hash) {}
}
