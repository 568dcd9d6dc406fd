package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.testkit.SharedStoreContract;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
