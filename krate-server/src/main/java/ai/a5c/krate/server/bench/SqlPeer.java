package ai.a5c.krate.server.bench;

import ai.a5c.krate.server.campaign.PrivatePostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What plain SQL takes on the same server: as many inserts of the same size, and a queue that knows no fairness. */
final class SqlPeer implements AutoCloseable {

    static final String INSERTS = "pgbench, average of as many inserts of the same size, one index each";
    static final String SELECT = "one row by an indexed select with SKIP LOCKED";

    private static final int SECONDS = 3;
    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");

    private final PrivatePostgres postgres;
    private final Path script;
    private final Connection connection;
    private final Map<String, Long> before = new TreeMap<>();

    private SqlPeer(PrivatePostgres postgres, Path script, Connection connection) {
        this.postgres = postgres;
        this.script = script;
        this.connection = connection;
    }

    static SqlPeer of(PrivatePostgres postgres, Grounds grounds) {
        try {
            Connection connection =
                    DriverManager.getConnection(postgres.url(), PrivatePostgres.USER, postgres.password());
            SqlPeer peer = new SqlPeer(postgres, grounds.file("inserts.sql"), connection);
            peer.execute("CREATE TABLE peer_queue (id BIGINT PRIMARY KEY, state TEXT NOT NULL, since BIGINT NOT NULL)");
            peer.execute("CREATE INDEX peer_queue_since ON peer_queue (state, since)");
            peer.execute("CREATE TABLE peer_row (id BIGSERIAL PRIMARY KEY, body TEXT NOT NULL)");
            return peer;
        } catch (SQLException e) {
            throw new BenchException("the database of the bench cannot be used: " + e.getMessage(), e);
        }
    }

    /** Notes how many rows there are. */
    void begin() {
        before.putAll(rows());
    }

    private Map<String, Long> rows() {
        Map<String, Long> rows = new TreeMap<>();
        for (String table : postgres.query("SELECT tablename FROM pg_tables WHERE tablename LIKE 'krate%'")) {
            rows.put(
                    table,
                    Long.parseLong(
                            postgres.query("SELECT count(*) FROM " + table).get(0)));
        }
        return rows;
    }

    /** How long pgbench takes, in microseconds, for a transaction with its part of the rows since {@link #begin}. */
    double sameInserts(int transactions) {
        StringBuilder inserts = new StringBuilder("BEGIN;\n");
        rows().forEach((table, count) -> {
            long each = Math.round((count - before.getOrDefault(table, 0L)) / (double) transactions);
            for (long row = 0; row < each; row++) {
                inserts.append("INSERT INTO peer_row (body) VALUES ('%s');%n".formatted("x".repeat(width(table))));
            }
        });
        return latency(inserts.append("COMMIT;\n").toString());
    }

    private int width(String table) {
        return Integer.parseInt(postgres.query(
                        "SELECT round(avg(pg_column_size(t))) FROM (SELECT * FROM %s LIMIT 200) t".formatted(table))
                .get(0));
    }

    private double latency(String inserts) {
        try {
            Files.writeString(script, inserts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String said = postgres.pgbench(script, SECONDS);
        Matcher latency = LATENCY.matcher(said);
        if (!latency.find()) {
            throw new BenchException("pgbench told no latency: " + said);
        }
        return Double.parseDouble(latency.group(1)) * 1_000;
    }

    /** Has {@code size} rows wait. */
    void fill(int size) {
        execute("INSERT INTO peer_queue SELECT n, 'waiting', n FROM generate_series(1, %d) n ON CONFLICT DO NOTHING"
                .formatted(size));
    }

    /** The next row, selected and let go, so many times. */
    Timings claims(int times) {
        return Timings.of(times, () -> {
            connection.setAutoCommit(false);
            try (PreparedStatement select =
                            connection.prepareStatement("SELECT id FROM peer_queue WHERE state = 'waiting'"
                                    + " ORDER BY since LIMIT 1 FOR UPDATE SKIP LOCKED");
                    ResultSet rows = select.executeQuery()) {
                return rows.next();
            } finally {
                connection.commit();
                connection.setAutoCommit(true);
            }
        });
    }

    private void execute(String statement) {
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.execute();
        } catch (SQLException e) {
            throw new BenchException("the database of the bench cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new BenchException("the database of the bench cannot be used: " + e.getMessage(), e);
        }
    }
}
