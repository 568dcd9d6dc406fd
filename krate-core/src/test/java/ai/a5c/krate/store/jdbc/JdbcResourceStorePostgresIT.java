package ai.a5c.krate.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.testkit.SharedStoreContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JdbcResourceStorePostgresIT extends SharedStoreContract {

    private static EmbeddedPostgres postgres;
    private static int schemas;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @Override
    protected Duration patience() {
        return Duration.ofSeconds(20);
    }

    @Override
    protected ResourceStore newStore() {
        schemas++;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA krate_" + schemas);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return sameStore();
    }

    @Override
    protected ResourceStore sameStore() {
        return JdbcResourceStore.postgresql(
                postgres.getJdbcUrl("postgres", "postgres") + "&currentSchema=krate_" + schemas, "postgres", "");
    }

    /** What {@code synchronous_commit} was in each write to the outbox, told by a trigger. */
    @Test
    void onlyWhatIsSaidToBeRelaxedDoesNotWaitForTheDisk() throws SQLException {
        Instant now = Instant.parse("2026-01-01T12:00:00Z");
        try (ResourceStore store = newStore()) {
            sql(
                    "CREATE TABLE seen (setting TEXT)",
                    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen VALUES"
                            + " (TG_OP || ' ' || current_setting('synchronous_commit')); RETURN NULL; END $$",
                    "CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON krate_message"
                            + " FOR EACH ROW EXECUTE FUNCTION note()");
            store.transact(transaction -> {
                transaction.send("work", "a", now);
                return true;
            });
            Message first = store.claim(Durability.RELAXED, "work", now, Duration.ofSeconds(9), 1)
                    .get(0);
            store.transact(Durability.RELAXED, transaction -> transaction.retry(first, now));
            Message second = store.claim("work", now, Duration.ofSeconds(9), 1).get(0);
            store.transact(transaction -> transaction.done(second));
        }

        assertThat(sql("SELECT setting FROM seen"))
                .containsExactly("INSERT on", "UPDATE off", "UPDATE off", "UPDATE on", "DELETE on");
    }

    private static List<String> sql(String... statements) throws SQLException {
        List<String> cells = new ArrayList<>();
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path TO krate_" + schemas);
            for (String one : statements) {
                if (statement.execute(one)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            cells.add(rows.getString(1));
                        }
                    }
                }
            }
        }
        return cells;
    }
}
