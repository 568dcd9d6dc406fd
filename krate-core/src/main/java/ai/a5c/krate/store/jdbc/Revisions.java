package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.VersionGoneException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Every state that a resource had, which is also the change log. */
final class Revisions {

    /** What {@link #stored} reads, of a revision called {@code v}. */
    static final String COLUMNS = "v.type, v.kind, v.namespace, v.name, v.version, v.labels, v.fields, v.document";

    private static final int SLICE = 2_000;

    private Revisions() {}

    static void add(Handle handle, Change change, Dialect.Beginning beginning) {
        StoredResource resource = change.resource();
        handle.createUpdate("INSERT INTO krate_revision"
                        + " (version, type, kind, namespace, name, labels, fields, document, writer, floor) VALUES"
                        + " (:version, :type, :kind, :namespace, :name, :labels, :fields, :document, :writer, :floor)")
                .bind("version", resource.version())
                .bind("type", change.type().name())
                .bind("kind", resource.key().kind())
                .bind("namespace", resource.key().namespace())
                .bind("name", resource.key().name())
                .bind("labels", Json.write(resource.labels()))
                .bind("fields", Json.write(resource.fields()))
                .bind("document", resource.document())
                .bind("writer", beginning.writer())
                .bind("floor", beginning.floor())
                .execute();
    }

    /** The state that was written at {@code version}. */
    static StoredResource at(Handle handle, long version) {
        return handle.createQuery("SELECT " + COLUMNS + " FROM krate_revision v WHERE v.version = :version")
                .bind("version", version)
                .map((row, context) -> stored(row))
                .one();
    }

    /** The changes after {@code version} and up to {@code settled} that {@code query} asks for. */
    static List<Change> changes(Handle handle, ChangeQuery query, Range range, int limit) {
        List<Change> found = new ArrayList<>();
        Range rest = range;
        while (found.size() < limit && rest.after() < rest.upTo()) {
            List<Change> slice = slice(handle, query, rest, Math.max(limit, SLICE));
            slice.stream()
                    .filter(change -> matches(query.labels(), change.resource().labels()))
                    .limit(limit - found.size())
                    .forEach(found::add);
            rest = slice.size() < Math.max(limit, SLICE)
                    ? new Range(rest.upTo(), rest.upTo())
                    : new Range(slice.get(slice.size() - 1).resource().version(), rest.upTo());
        }
        refuseForgotten(handle, range.after());
        return found;
    }

    /** Forgets up to {@code version} what is neither the state of a resource nor later. */
    static void compact(Database database, long version) {
        database.write(
                handle -> handle.createUpdate("UPDATE krate_compaction SET version = :version WHERE version < :version")
                        .bind("version", version)
                        .execute());
        long from = 0;
        while (from < version) {
            Range slice = new Range(from, sliceEnd(database, from, version));
            database.write(handle -> handle.createUpdate(
                            "DELETE FROM krate_revision WHERE version > :after AND version <= :upTo"
                                    + " AND NOT EXISTS (SELECT 1 FROM krate_resource r WHERE r.kind = krate_revision.kind"
                                    + " AND r.namespace = krate_revision.namespace AND r.name = krate_revision.name"
                                    + " AND r.version = krate_revision.version)")
                    .bind("after", slice.after())
                    .bind("upTo", slice.upTo())
                    .execute());
            from = slice.upTo();
        }
    }

    static StoredResource stored(ResultSet row) throws SQLException {
        return new StoredResource(
                new ResourceKey(row.getString("kind"), row.getString("namespace"), row.getString("name")),
                row.getLong("version"),
                texts(row.getString("labels")),
                texts(row.getString("fields")),
                row.getString("document"));
    }

    private static long sliceEnd(Database database, long from, long version) {
        return database.read(handle -> handle.createQuery("SELECT version FROM krate_revision"
                                + " WHERE version > :from AND version <= :version ORDER BY version LIMIT 1 OFFSET "
                                + SLICE)
                        .bind("from", from)
                        .bind("version", version)
                        .mapTo(Long.class)
                        .findOne())
                .orElse(version);
    }

    private static List<Change> slice(Handle handle, ChangeQuery query, Range range, int limit) {
        Query select = handle.createQuery("SELECT " + COLUMNS + " FROM krate_revision v"
                + " WHERE v.version > :after AND v.version <= :upTo"
                + query.kind().map(kind -> " AND v.kind = :kind").orElse("")
                + query.namespace()
                        .map(namespace -> " AND v.namespace = :namespace")
                        .orElse("")
                + " ORDER BY v.version LIMIT :limit");
        query.kind().ifPresent(kind -> select.bind("kind", kind));
        query.namespace().ifPresent(namespace -> select.bind("namespace", namespace));
        return select.bind("after", range.after())
                .bind("upTo", range.upTo())
                .bind("limit", limit)
                .map((row, context) -> new Change(Change.Type.valueOf(row.getString("type")), stored(row)))
                .list();
    }

    /** Looks after the reading, since the mark is set before anything is removed. */
    private static void refuseForgotten(Handle handle, long version) {
        long forgotten = handle.createQuery("SELECT version FROM krate_compaction")
                .mapTo(long.class)
                .one();
        if (version < forgotten) {
            throw new VersionGoneException(version, forgotten);
        }
    }

    private static boolean matches(List<Selector> selectors, Map<String, String> labels) {
        return selectors.stream().allMatch(selector -> selector.matches(labels));
    }

    private static Map<String, String> texts(String json) {
        Map<String, String> texts = new TreeMap<>();
        Json.readObject(json).forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    /** Versions greater than {@code after}, up to {@code upTo}. */
    record Range(long after, long upTo) {}
}
