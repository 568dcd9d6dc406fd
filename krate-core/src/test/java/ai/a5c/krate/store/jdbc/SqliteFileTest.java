package ai.a5c.krate.store.jdbc;

import static ai.a5c.krate.store.ResourceStore.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.StreamEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFileTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final ResourceKey KEY = new ResourceKey("Run", "acme", "a");

    @TempDir
    private Path directory;

    @Test
    void everythingIsThereAfterReopening() {
        try (ResourceStore store = open()) {
            store.transact(transaction -> {
                transaction.take("scope", "key", "first", NOW, NOW.plusSeconds(60));
                transaction.send("work", "a", NOW);
                transaction.append("run/a", new StreamEvent(1, NOW, "output", "{}"));
                transaction.audit(new AuditEntry("1", "acme", NOW, "ann", "run.create", "Run/acme/a", "{}"));
                return transaction.put(new ResourceDraft(KEY, Map.of("l", "1"), Map.of(), "{}"), ABSENT);
            });
            store.sealAudit(1);
        }
        try (ResourceStore store = open()) {
            assertThat(store.get(KEY)).isPresent();
            assertThat(store.changes(ChangeQuery.ALL, 0, 10)).hasSize(1);
            assertThat(store.nextDue("work")).contains(NOW);
            assertThat(store.events("run/a", 0, 10)).hasSize(1);
            assertThat(store.audit("acme", 0, 10)).hasSize(1);
            String holder =
                    store.transact(transaction -> transaction.take("scope", "key", "second", NOW, NOW.plusSeconds(60)));
            assertThat(holder).isEqualTo("first");
        }
    }

    @Test
    void theFilesAreReadableByTheirOwnerAlone() throws IOException {
        try (ResourceStore store = open()) {
            store.version();
            for (String file : new String[] {"krate.db", "krate.db-wal", "krate.db-shm"}) {
                assertThat(permissions(directory.resolve("data").resolve(file))).isEqualTo("rw-------");
            }
        }
        assertThat(permissions(directory.resolve("data"))).isEqualTo("rwx------");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("notes.txt"), "these are my notes\n".repeat(1_000));

        assertThatThrownBy(() -> JdbcResourceStore.sqlite(file))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the store %s is damaged or no SQLite database; restore it from a backup".formatted(file));
        assertThat(file).hasContent("these are my notes\n".repeat(1_000));
    }

    @Test
    void aFileWithADamagedTableIsRefused() throws IOException {
        open().close();
        byte[] content = Files.readAllBytes(file());
        Arrays.fill(content, 100, content.length, (byte) 0x5a);
        Files.write(file(), content);

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage(
                        "the store %s is damaged or no SQLite database; restore it from a backup".formatted(file()));
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws SQLException {
        open().close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO krate_schema (installed_rank, version, description, type, script, checksum,"
                    + " installed_by, execution_time, success)"
                    + " VALUES (99, '9', 'the future', 'SQL', 'V9__the_future.sql', 1, 'x', 1, 1)");
        }

        assertThatThrownBy(this::open)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage(
                        "the store %s was written by a newer version (its tables have version 9);"
                                + " start that version or restore a backup",
                        file());
    }

    @Test
    void aClosedStoreSaysSo() {
        JdbcResourceStore store = open();
        store.close();
        store.close();

        assertThatThrownBy(() -> store.get(KEY))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the store is closed");
        assertThatThrownBy(() -> store.transact(transaction -> true))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("the store is closed");
    }

    @RepeatedTest(5)
    void severalMayOpenANewFileAtOnce() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> opening = Collections.nCopies(4, () -> {
                try (JdbcResourceStore store = open()) {
                    return store.version();
                }
            });
            for (Future<Long> opened : threads.invokeAll(opening)) {
                assertThat(opened.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path blocked = Files.createFile(directory.resolve("blocked"));

        assertThatThrownBy(() -> JdbcResourceStore.sqlite(blocked.resolve("krate.db")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("the store %s cannot be created: ", blocked.resolve("krate.db"));
    }

    private JdbcResourceStore open() {
        return JdbcResourceStore.sqlite(file());
    }

    private Path file() {
        return directory.resolve("data/krate.db");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
