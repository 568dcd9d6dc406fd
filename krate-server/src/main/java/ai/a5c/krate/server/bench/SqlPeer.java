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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What plain SQL takes on the same server: as many inserts of the same size, and a queue that knows no fairness. */
final class SqlPeer implements AutoCloseable {

    static final String INSERTS = "pgbench, as many rows of the same size in one transaction, one index each";
    static final String SELECT = "one row by an indexed select with SKIP LOCKED";

    private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final int SAMPLE = 200;
    private static final int LONGEST_SECONDS = 60;

    private final PrivatePostgres postgres;
    private final Path blobs;
    private final Path script;
    private final Connection connection;

    private SqlPeer(PrivatePostgres postgres, Path blobs, Path script, Connection connection) {
        this.postgres = postgres;
        this.blobs = blobs;
        this.script = script;
        this.connection = connection;
    }

    /** A peer of what is stored in {@code postgres} and below {@code blobs}. */
    static SqlPeer of(PrivatePostgres postgres, Grounds grounds, Path blobs) {
        try {
            Connection connection =
                    DriverManager.getConnection(postgres.url(), PrivatePostgres.USER, postgres.password());
            SqlPeer peer = new SqlPeer(postgres, blobs, grounds.file("inserts.sql"), connection);
            peer.execute("CREATE TABLE peer_queue (id BIGINT PRIMARY KEY, state TEXT NOT NULL, since BIGINT NOT NULL)");
            peer.execute("CREATE INDEX peer_queue_since ON peer_queue (state, since)");
            peer.execute("CREATE TABLE peer_row (id BIGSERIAL PRIMARY KEY, body TEXT NOT NULL)");
            return peer;
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** How many rows there are, and how wide they are; a blob counts as a row. */
    Rows rows() {
        Map<String, Long> counts = new TreeMap<>();
        Map<String, Integer> widths = new TreeMap<>();
        for (String table : postgres.query("SELECT tablename FROM pg_tables WHERE tablename LIKE 'krate%'")) {
            String[] row = postgres.query(
                            "SELECT (SELECT count(*) FROM %1$s), coalesce(round(avg(pg_column_size(t))), 0) FROM (SELECT * FROM %1$s LIMIT %2$d) t"
                                    .formatted(table, SAMPLE))
                    .get(0)
                    .split("\\|", -1);
            counts.put(table, Long.parseLong(row[0]));
            widths.put(table, Integer.parseInt(row[1]));
        }
        long files = 0;
        long bytes = 0;
        for (Path file : files()) {
            files++;
            bytes += size(file);
        }
        counts.put("blobs", files);
        widths.put("blobs", (int) (bytes / Math.max(1, files)));
        return new Rows(counts, widths);
    }

    private List<Path> files() {
        if (!Files.isDirectory(blobs)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(blobs)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What so many clients reach who insert, in each transaction, its part of {@code rows}. */
    Load sameInserts(Rows rows, int transactions, int clients, int seconds) {
        return measured(rows.script(transactions), clients, seconds);
    }

    /** The same by a clock that starts {@code perSecond} of them, with the time from when each was due. */
    Load sameInserts(Rows rows, int transactions, int clients, int seconds, double perSecond) {
        return measured(
                rows.script(transactions), clients, seconds, "-R", String.format(Locale.ROOT, "%.2f", perSecond));
    }

    /** Of a machine so busy that none is done in time, longer. */
    private Load measured(String inserts, int clients, int seconds, String... options) {
        try {
            Files.writeString(script, inserts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (int length = seconds; length <= LONGEST_SECONDS; length *= 2) {
            List<String> all = new ArrayList<>(
                    List.of("-T", Integer.toString(length), "-c", Integer.toString(clients), "-j", "2"));
            all.addAll(List.of(options));
            String said = postgres.pgbench(script, all.toArray(String[]::new));
            if (LATENCY.matcher(said).find()) {
                return new Load(number(LATENCY, said) * 1_000, number(RATE, said));
            }
        }
        throw new BenchException("pgbench ends no transaction in %d s".formatted(LONGEST_SECONDS));
    }

    private static double number(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        if (!matcher.find()) {
            throw new BenchException("pgbench told no %s: %s".formatted(pattern, said));
        }
        return Double.parseDouble(matcher.group(1));
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
            throw unusable(e);
        }
    }

    private static BenchException unusable(SQLException e) {
        return new BenchException("the database of the bench cannot be used: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** What pgbench reached: its average in microseconds, and transactions in a second. */
    record Load(double micros, double perSecond) {}

    /** Rows by table, and their average width in bytes. */
    record Rows(Map<String, Long> counts, Map<String, Integer> widths) {

        Rows since(Rows before) {
            Map<String, Long> more = new TreeMap<>();
            counts.forEach((table, count) -> more.put(
                    table,
                    count - Optional.ofNullable(before.counts().get(table)).orElse(0L)));
            return new Rows(more, widths);
        }

        /** A transaction with its part of the rows, of letters that no compression makes smaller. */
        String script(int transactions) {
            SplittableRandom random = new SplittableRandom(7);
            StringBuilder inserts = new StringBuilder("BEGIN;\n");
            counts.forEach((table, count) -> {
                long each = Math.round(count / (double) transactions);
                for (long row = 0; row < each; row++) {
                    StringBuilder body = new StringBuilder();
                    random.ints(widths.getOrDefault(table, 0), 'A', 'Z' + 1).forEach(body::appendCodePoint);
                    inserts.append("INSERT INTO peer_row (body) VALUES ('%s');%n".formatted(body));
                }
            });
            return inserts.append("COMMIT;\n").toString();
        }
    }
}
