package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** A statement for each table, where a statement costs little because the database is in this process. */
record StepwiseRows(String nextVersion) implements ResourceRows {

    @Override
    public OptionalLong write(Handle handle, ResourceDraft draft, long expected, Dialect.Beginning beginning) {
        Optional<Long> version = advance(handle, draft, expected);
        if (version.isEmpty()) {
            return OptionalLong.empty();
        }
        StoredResource stored = draft.at(version.get());
        boolean first = expected == ResourceStore.ABSENT;
        Revisions.add(handle, new Change(first ? Change.Type.ADDED : Change.Type.MODIFIED, stored), beginning);
        PairTable.change(
                handle,
                draft.key(),
                first ? List.of() : before(handle, expected),
                PairTable.of(draft.labels(), draft.fields()));
        return OptionalLong.of(version.get());
    }

    private static List<PairTable.Pair> before(Handle handle, long version) {
        StoredResource before = Revisions.at(handle, version);
        return PairTable.of(before.labels(), before.fields());
    }

    private Optional<Long> advance(Handle handle, ResourceDraft draft, long expected) {
        return ResourceTable.keyed(
                        handle.createQuery("UPDATE krate_resource SET version = " + nextVersion + " WHERE "
                                + ResourceTable.KEY + " AND version = :expected RETURNING version"),
                        draft.key())
                .bind("expected", expected)
                .mapTo(Long.class)
                .findOne();
    }
}
