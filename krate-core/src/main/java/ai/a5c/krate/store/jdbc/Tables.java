package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.StoreUnavailableException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** The tables, brought up to date by the migrations beside this class. */
final class Tables {

    private Tables() {}

    /**
     * Applies the migrations that {@code source} does not have yet.
     *
     * @throws StoreUnavailableException if it cannot be read or was written by a newer version
     */
    static void upToDate(DataSource source, Dialect dialect, String what) {
        try {
            Flyway flyway = Flyway.configure(Tables.class.getClassLoader())
                    .loggers("slf4j")
                    .dataSource(source)
                    .locations("classpath:ai/a5c/krate/store/jdbc/migration")
                    .placeholders(dialect.placeholders())
                    .table("krate_schema")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load();
            refuseNewer(flyway.info().applied(), what);
            flyway.migrate();
        } catch (FlywayException e) {
            throw Failures.meaning(dialect, e, "the tables of %s cannot be brought up to date".formatted(what));
        }
    }

    private static void refuseNewer(MigrationInfo[] applied, String what) {
        Arrays.stream(applied)
                .filter(migration -> migration.getState().name().startsWith("FUTURE"))
                .findFirst()
                .ifPresent(migration -> {
                    throw new StoreUnavailableException(
                            "%s was written by a newer version (its tables have version %s); start that version or restore a backup"
                                    .formatted(what, migration.getVersion()));
                });
    }
}
