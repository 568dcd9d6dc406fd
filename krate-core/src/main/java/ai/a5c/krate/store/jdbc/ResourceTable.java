package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.VersionConflictException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The resources that exist; each write locks the resource's row before it takes a version. */
final class ResourceTable {

    static final String KEY = "kind = :kind AND namespace = :namespace AND name = :name";

    private final Dialect dialect;
    private final ResourceRows rows;

    ResourceTable(Dialect dialect) {
        this.dialect = dialect;
        this.rows = dialect.rows();
    }

    Optional<StoredResource> get(Handle handle, ResourceKey key) {
        return keyed(
                        handle.createQuery("SELECT " + Revisions.COLUMNS
                                + " FROM krate_resource r JOIN krate_revision v ON v.version = r.version"
                                + " WHERE r.kind = :kind AND r.namespace = :namespace AND r.name = :name"),
                        key)
                .map((row, context) -> Revisions.stored(row))
                .findOne();
    }

    Page list(Handle handle, Query query) {
        List<StoredResource> found = ListStatement.of(query).run(handle);
        if (found.size() <= query.limit()) {
            return new Page(found, "");
        }
        List<StoredResource> items = found.subList(0, query.limit());
        ResourceKey last = items.get(items.size() - 1).key();
        return new Page(items, last.namespace() + "/" + last.name());
    }

    StoredResource put(Handle handle, ResourceDraft draft, long expected, Dialect.Beginning beginning) {
        boolean there = expected != ResourceStore.ABSENT || added(handle, draft.key());
        OptionalLong version = there ? rows.write(handle, draft, expected, beginning) : OptionalLong.empty();
        return draft.at(version.orElseThrow(() -> conflict(handle, draft.key(), expected)));
    }

    /** Adds a row without a version, which locks its key; false if there is one. */
    private static boolean added(Handle handle, ResourceKey key) {
        return keyed(
                                handle.createUpdate("INSERT INTO krate_resource (kind, namespace, name, version)"
                                        + " VALUES (:kind, :namespace, :name, 0) ON CONFLICT DO NOTHING"),
                                key)
                        .execute()
                == 1;
    }

    void delete(Handle handle, ResourceKey key, long expected, Dialect.Beginning beginning) {
        int deleted = keyed(
                        handle.createUpdate("DELETE FROM krate_resource WHERE " + KEY + " AND version = :expected"),
                        key)
                .bind("expected", expected)
                .execute();
        if (deleted == 0) {
            requireVersion(handle, key, expected);
            return;
        }
        StoredResource before = Revisions.at(handle, expected);
        long version = handle.createQuery("SELECT " + dialect.nextVersion())
                .mapTo(long.class)
                .one();
        PairTable.clear(handle, key);
        ResourceDraft last = new ResourceDraft(key, before.labels(), before.fields(), before.document());
        Revisions.add(handle, new Change(Change.Type.DELETED, last.at(version)), beginning);
    }

    private void requireVersion(Handle handle, ResourceKey key, long expected) {
        if (version(handle, key) != expected) {
            throw conflict(handle, key, expected);
        }
    }

    private VersionConflictException conflict(Handle handle, ResourceKey key, long expected) {
        return new VersionConflictException(key, expected, version(handle, key));
    }

    private static long version(Handle handle, ResourceKey key) {
        return keyed(handle.createQuery("SELECT version FROM krate_resource WHERE " + KEY), key)
                .mapTo(Long.class)
                .findOne()
                .orElse(ResourceStore.ABSENT);
    }

    static <S extends SqlStatement<S>> S keyed(S statement, ResourceKey key) {
        return statement
                .bind("kind", key.kind())
                .bind("namespace", key.namespace())
                .bind("name", key.name());
    }
}
