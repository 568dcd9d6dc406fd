package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * One statement for all tables, where each is a way to a server and back.
 *
 * <p>All its parts see what was there when it began; that is still so once the row is locked, or its version is another
 * than the expected one, and then no part writes anything.
 */
record WholeRows(String nextVersion) implements ResourceRows {

    private static final String OF_RESOURCE = "p.kind = :kind AND p.namespace = :namespace AND p.name = :name";

    @Override
    public OptionalLong write(Handle handle, ResourceDraft draft, long expected, Dialect.Beginning beginning) {
        List<PairTable.Pair> pairs = PairTable.of(draft.labels(), draft.fields());
        Change.Type type = expected == ResourceStore.ABSENT ? Change.Type.ADDED : Change.Type.MODIFIED;
        Query query = ResourceTable.keyed(handle.createQuery(statement()), draft.key())
                .bind("expected", expected)
                .bind("type", type.name())
                .bind("labels", Json.write(draft.labels()))
                .bind("fields", Json.write(draft.fields()))
                .bind("document", draft.document())
                .bind("writer", beginning.writer())
                .bind("floor", beginning.floor())
                .bind("roles", texts(pairs, pair -> pair.named().role()))
                .bind("keys", texts(pairs, pair -> pair.named().key()))
                .bind("values", texts(pairs, PairTable.Pair::value));
        Optional<Long> version = query.mapTo(Long.class).findOne();
        return version.map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    private String statement() {
        return "WITH moved AS (UPDATE krate_resource SET version = " + nextVersion + " WHERE " + ResourceTable.KEY
                + " AND version = :expected RETURNING version),"
                + " revised AS (INSERT INTO krate_revision"
                + " (version, type, kind, namespace, name, labels, fields, document, writer, floor)"
                + " SELECT version, :type, :kind, :namespace, :name, :labels, :fields, :document, :writer, :floor"
                + " FROM moved),"
                + " told AS (SELECT n.role, n.key, n.value FROM moved,"
                + " unnest(:roles, :keys, :values) AS n (role, key, value)),"
                + " gone AS (DELETE FROM krate_pair p USING moved WHERE " + OF_RESOURCE
                + " AND NOT EXISTS (SELECT 1 FROM told t WHERE t.role = p.role AND t.key = p.key)),"
                + " kept AS (INSERT INTO krate_pair (kind, namespace, name, role, key, value)"
                + " SELECT :kind, :namespace, :name, t.role, t.key, t.value FROM told t"
                + " WHERE NOT EXISTS (SELECT 1 FROM krate_pair p WHERE " + OF_RESOURCE
                + " AND p.role = t.role AND p.key = t.key AND p.value = t.value)"
                + " ON CONFLICT (kind, namespace, name, role, key) DO UPDATE SET value = excluded.value)"
                + " SELECT version FROM moved";
    }

    private static String[] texts(List<PairTable.Pair> pairs, Function<PairTable.Pair, String> part) {
        return pairs.stream().map(part).toArray(String[]::new);
    }
}
