package ai.a5c.krate.store.jdbc;

import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The connections to one database. */
interface Database extends AutoCloseable {

    /** Runs {@code work} on committed data, each statement by itself. */
    <T> T read(Function<Handle, T> work);

    /** Runs {@code work} in one transaction and commits; rolls back if it throws. */
    <T> T write(Function<Handle, T> work);

    Dialect dialect();

    @Override
    void close();
}
