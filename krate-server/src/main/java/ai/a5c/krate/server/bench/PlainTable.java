package ai.a5c.krate.server.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** One table of one SQLite file with the durability of the store, written by plain statements. */
final class PlainTable implements AutoCloseable {

    private static final String DOCUMENT = "x".repeat(600);

    private final Connection connection;
    private final PreparedStatement insert;
    private long next;

    private PlainTable(Connection connection, PreparedStatement insert) {
        this.connection = connection;
        this.insert = insert;
    }

    static PlainTable open(Path file) {
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA synchronous=FULL");
                statement.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, document TEXT NOT NULL)");
            }
            return new PlainTable(connection, connection.prepareStatement("INSERT INTO plain VALUES (?, ?)"));
        } catch (SQLException e) {
            throw new BenchException("the peer's table cannot be made", e);
        }
    }

    /** Writes one row and commits. */
    long insert() {
        try {
            insert.setLong(1, ++next);
            insert.setString(2, DOCUMENT);
            insert.executeUpdate();
            return next;
        } catch (SQLException e) {
            throw new BenchException("the peer's table cannot be written", e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new BenchException("the peer's table cannot be closed", e);
        }
    }
}
