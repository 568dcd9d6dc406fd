package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** Turns what the database says into what the store promises. */
final class Failures {

    private Failures() {}

    static <T> T translated(Dialect dialect, Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw meaning(dialect, e, "the store cannot be used");
        }
    }

    /** What {@code failure}, which a library has thrown, means to the caller of a store. */
    static RuntimeException meaning(Dialect dialect, RuntimeException failure, String otherwise) {
        @Nullable Throwable cause = failure;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        return cause instanceof SQLException sql
                ? dialect.meaning(sql)
                : new StoreUnavailableException("%s: %s".formatted(otherwise, failure.getMessage()), failure);
    }
}
