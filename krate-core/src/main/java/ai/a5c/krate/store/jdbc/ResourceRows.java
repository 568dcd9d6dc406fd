package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.ResourceDraft;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/** Writes what belongs to one state of a resource that has its row: its version there, its revision, its pairs. */
interface ResourceRows {

    /**
     * Gives the resource a new version, after its row is locked, if it is at {@code expected}.
     *
     * @return the new version; empty, and nothing written, if it is at another one
     */
    OptionalLong write(Handle handle, ResourceDraft draft, long expected, Dialect.Beginning beginning);
}
