package ai.a5c.krate.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueEntry.State;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the queue's heads cost in rows, as PostgreSQL counts them, whatever it knows of the tables and whenever it planned. */
class QueueReadsPostgresIT {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int LANES = 20;
    private static final int FEW = 100;
    private static final int MANY = 2_000;

    /** So often that the driver has the server keep the plan. */
    private static final int OFTEN = 12;

    private static EmbeddedPostgres postgres;
    private static int schemas;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres =
                EmbeddedPostgres.builder().setServerConfig("autovacuum", "off").start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @Test
    void aPlanOfAnEmptyTableReadsNoMoreWhenManyWait() {
        try (Database database = open()) {
            reads(database, OFTEN);
            enqueue(database, 0, FEW);
            long few = reads(database, OFTEN);
            enqueue(database, FEW, MANY);

            assertThat(reads(database, 1)).isEqualTo(few).isPositive();
        }
    }

    @Test
    void aPlanOfASmallTableReadsNoMoreWhenManyWait() {
        try (Database database = open()) {
            enqueue(database, 0, FEW);
            analyze(database);
            long few = reads(database, OFTEN);
            enqueue(database, FEW, MANY);

            assertThat(reads(database, 1)).isEqualTo(few).isPositive();
            analyze(database);
            assertThat(reads(database, OFTEN)).isEqualTo(few);
        }
    }

    private static void analyze(Database database) {
        database.write(handle -> handle.execute("ANALYZE krate_queue"));
    }

    /** How many rows of the queue the last of {@code times} looks at its heads read. */
    private static long reads(Database database, int times) {
        return database.write(handle -> {
            for (int time = 1; time < times; time++) {
                QueueTable.heads(handle, database.dialect().waitingHeads(), NOW);
            }
            long before = read(handle);
            QueueTable.heads(handle, database.dialect().waitingHeads(), NOW);
            return read(handle) - before;
        });
    }

    private static long read(Handle handle) {
        return handle.createQuery("SELECT coalesce(sum(seq_tup_read + idx_tup_fetch), 0)"
                        + " FROM pg_stat_xact_user_tables WHERE relid = 'krate_queue'::regclass")
                .mapTo(long.class)
                .one();
    }

    /** As many in each lane, and at work one item, the oldest that ended, and one that is overdue. */
    private static void enqueue(Database database, int from, int upTo) {
        database.write(handle -> {
            for (int number = from; number < upTo; number++) {
                QueueTable.put(handle, entry("waiting-" + number, number % LANES, "item-" + number, State.WAITING));
            }
            QueueTable.put(handle, entry("active", 0, "busy", State.ACTIVE));
            QueueTable.put(handle, entry("busy", 1, "busy", State.WAITING));
            QueueTable.put(handle, entry("ended", 2, "idle", State.ENDED));
            return upTo;
        });
    }

    private static QueueEntry entry(String name, int lane, String item, State state) {
        ResourceKey key = new ResourceKey("AgentDispatchAttempt", "acme", name);
        return new QueueEntry(key, "lane-" + lane, item, "{}", state, NOW, NOW);
    }

    private static Database open() {
        schemas++;
        String url = postgres.getJdbcUrl("postgres", "postgres");
        try (Database first = PostgresqlDatabase.open(url, "postgres", "")) {
            first.write(handle -> List.of(handle.execute("CREATE SCHEMA plans_" + schemas)));
        }
        return PostgresqlDatabase.open(url + "&currentSchema=plans_" + schemas, "postgres", "");
    }
}
