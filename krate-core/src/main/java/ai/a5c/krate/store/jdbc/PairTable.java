package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The labels and fields of existing resources, as rows that selectors find by index. */
final class PairTable {

    static final String LABEL = "label";
    static final String FIELD = "field";

    /** Longer values are kept as their digest, since an index row has an end. */
    private static final int LONGEST = 256;

    private static final String KEY = "kind = :kind AND namespace = :namespace AND name = :name";

    private PairTable() {}

    /** What stands in the row of {@code value}. */
    static String indexed(String value) {
        return value.length() > LONGEST ? Digest.of(value).text() : value;
    }

    /** Makes the rows of {@code key}, which are {@code before}, into {@code after}. */
    static void change(Handle handle, ResourceKey key, Collection<Pair> before, Collection<Pair> after) {
        Set<Name> gone = new HashSet<>(before.stream().map(Pair::named).toList());
        after.forEach(pair -> gone.remove(pair.named()));
        Set<Pair> changed = new HashSet<>(after);
        changed.removeAll(Set.copyOf(before));
        remove(handle, key, gone);
        write(handle, key, changed);
    }

    static void clear(Handle handle, ResourceKey key) {
        handle.createUpdate("DELETE FROM krate_pair WHERE " + KEY)
                .bind("kind", key.kind())
                .bind("namespace", key.namespace())
                .bind("name", key.name())
                .execute();
    }

    private static void remove(Handle handle, ResourceKey key, Set<Name> names) {
        if (names.isEmpty()) {
            return;
        }
        try (PreparedBatch batch =
                handle.prepareBatch("DELETE FROM krate_pair WHERE " + KEY + " AND role = :role AND key = :key")) {
            names.forEach(name -> bind(batch, key, name).add());
            batch.execute();
        }
    }

    private static void write(Handle handle, ResourceKey key, Set<Pair> pairs) {
        if (pairs.isEmpty()) {
            return;
        }
        try (PreparedBatch batch =
                handle.prepareBatch("INSERT INTO krate_pair (kind, namespace, name, role, key, value)"
                        + " VALUES (:kind, :namespace, :name, :role, :key, :value)"
                        + " ON CONFLICT (kind, namespace, name, role, key) DO UPDATE SET value = excluded.value")) {
            pairs.forEach(pair ->
                    bind(batch, key, pair.named()).bind("value", pair.value()).add());
            batch.execute();
        }
    }

    private static PreparedBatch bind(PreparedBatch batch, ResourceKey key, Name name) {
        return batch.bind("kind", key.kind())
                .bind("namespace", key.namespace())
                .bind("name", key.name())
                .bind("role", name.role())
                .bind("key", name.key());
    }

    /** The rows that {@code labels} and {@code fields} make. */
    static List<Pair> of(Map<String, String> labels, Map<String, String> fields) {
        List<Pair> pairs = new ArrayList<>();
        labels.forEach((name, value) -> pairs.add(new Pair(new Name(LABEL, name), indexed(value))));
        fields.forEach((name, value) -> pairs.add(new Pair(new Name(FIELD, name), indexed(value))));
        return pairs;
    }

    record Name(String role, String key) {}

    record Pair(Name named, String value) {}
}
