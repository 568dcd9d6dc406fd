package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class TwoServersPostgresIT extends TwoServersLaws {

    private static EmbeddedPostgres postgres;
    private static int schemas;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @Override
    ResourceStore open() {
        schemas++;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA krate_" + schemas);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return again();
    }

    @Override
    ResourceStore again() {
        return JdbcResourceStore.postgresql(
                postgres.getJdbcUrl("postgres", "postgres") + "&currentSchema=krate_" + schemas, "postgres", "");
    }
}
