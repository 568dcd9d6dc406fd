package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.StoreUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** One connection that writes and a few that read the same SQLite file. */
final class SqliteDatabase implements Database {

    private static final System.Logger REPORT = System.getLogger(SqliteDatabase.class.getName());
    private static final int READERS = 4;
    private static final int BUSY_MILLIS = 10_000;

    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore reading = new Semaphore(READERS, true);
    private final Queue<Handle> readers = new ConcurrentLinkedQueue<>();
    private final Dialect dialect;
    private final Handle writer;
    private boolean closed;

    private SqliteDatabase(Dialect dialect, Jdbi jdbi) {
        this.dialect = dialect;
        this.writer = jdbi.open();
        for (int reader = 0; reader < READERS; reader++) {
            readers.add(jdbi.open());
        }
    }

    /** Opens {@code file}, creating it for its owner alone, and brings its tables up to date. */
    static SqliteDatabase open(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null && !Files.exists(directory)) {
                Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
            }
            return OpeningLock.holding(file, ownerOnly(file, "rw-------"), () -> openAlone(file));
        } catch (IOException | UncheckedIOException e) {
            throw new StoreUnavailableException("the store %s cannot be created: %s".formatted(file, e), e);
        }
    }

    private static SqliteDatabase openAlone(Path file) {
        create(file);
        SQLiteDataSource source = new SQLiteDataSource(config());
        source.setUrl("jdbc:sqlite:" + file);
        Dialect dialect = new SqliteDialect(file);
        Tables.upToDate(source, dialect, "the store " + file);
        return Failures.translated(dialect, () -> new SqliteDatabase(dialect, Statements.on(source)));
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
        reading.acquireUninterruptibly();
        Handle reader = readers.poll();
        try {
            return work.apply(opened(reader));
        } finally {
            if (reader != null) {
                readers.add(reader);
            }
            reading.release();
        }
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
        writing.lock();
        try {
            opened(closed ? null : writer).execute("BEGIN IMMEDIATE");
            return committed(work);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public void close() {
        writing.lock();
        reading.acquireUninterruptibly(READERS);
        try {
            closed = true;
            readers.forEach(Handle::close);
            readers.clear();
            writer.close();
        } finally {
            reading.release(READERS);
            writing.unlock();
        }
    }

    private <T> T committed(Function<Handle, T> work) {
        boolean committed = false;
        try {
            T result = work.apply(writer);
            writer.execute("COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollback();
            }
        }
    }

    private void rollback() {
        try {
            writer.execute("ROLLBACK");
        } catch (JdbiException e) {
            REPORT.log(System.Logger.Level.DEBUG, "SQLite had rolled back by itself", e);
        }
    }

    private static Handle opened(@Nullable Handle handle) {
        if (handle == null) {
            throw new StoreUnavailableException("the store is closed");
        }
        return handle;
    }

    private static void create(Path file) {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createFile(file, ownerOnly(file, "rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }
}
