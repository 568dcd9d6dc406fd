package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditRecord;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Numbers;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.Signals;
import ai.a5c.krate.store.SteadyClock;
import ai.a5c.krate.store.StoreInput;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** A resource store in a SQLite file or a PostgreSQL database, which other processes may use at the same time. */
public final class JdbcResourceStore implements ResourceStore {

    private static final int SEALED_TOGETHER = 32;

    private final Database database;
    private final Dialect dialect;
    private final TableSet tables;
    private final NewVersions versions;
    private final Signals signals = new Signals();
    private final Optional<DatabaseClock> clock;
    private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

    private JdbcResourceStore(Database database) {
        this.database = database;
        this.dialect = database.dialect();
        this.tables = TableSet.of(dialect);
        this.versions = new NewVersions(this::version);
        this.clock =
                dialect.isShared() ? Optional.of(new DatabaseClock(this::time, System::nanoTime)) : Optional.empty();
    }

    /**
     * Opens the store in {@code file}, which is created for its owner alone if it is not there.
     *
     * @throws StoreUnavailableException if it is damaged, no SQLite database, or was written by a newer version
     */
    public static JdbcResourceStore sqlite(Path file) {
        return new JdbcResourceStore(SqliteDatabase.open(file));
    }

    /**
     * Connects to the store in the first schema of the connection's search path.
     *
     * @throws StoreUnavailableException if it cannot be reached or was written by a newer version
     */
    public static JdbcResourceStore postgresql(String jdbcUrl, String user, String password) {
        return new JdbcResourceStore(PostgresqlDatabase.open(jdbcUrl, user, password));
    }

    @Override
    public <T> T transact(Durability durability, Function<Transaction, T> work) {
        if (!inside.get()) {
            clock.ifPresent(DatabaseClock::keep);
        }
        Set<String> sent = new HashSet<>();
        T result = outside(() -> {
            inside.set(true);
            try {
                return database.write(handle -> run(
                        work,
                        new JdbcTransaction(dialect, tables, new JdbcTransaction.Start(handle, durability), sent)));
            } finally {
                inside.remove();
            }
        });
        versions.committed();
        signals.committed(sent);
        return result;
    }

    @Override
    public Optional<StoredResource> get(ResourceKey key) {
        return read(handle -> tables.resources().get(handle, key));
    }

    @Override
    public Page list(Query query) {
        return read(handle -> tables.resources().list(handle, query));
    }

    @Override
    public long count(Query query) {
        return read(handle -> ListStatement.of(query).count(handle));
    }

    @Override
    public double sum(Query query, String field) {
        return read(handle -> ListStatement.of(query).values(handle, field).stream()
                .mapToDouble(Numbers::of)
                .sum());
    }

    @Override
    public List<Change> changes(ChangeQuery query, long version, int limit) {
        StoreInput.limit(limit);
        return read(handle ->
                Revisions.changes(handle, query, new Revisions.Range(version, dialect.settled(handle)), limit));
    }

    @Override
    public long version() {
        return read(dialect::settled);
    }

    @Override
    public void awaitChange(long version, Duration atMost) {
        outside(() -> {
            versions.await(version, atMost);
            return version;
        });
    }

    @Override
    public void compact(long version) {
        outside(() -> {
            Revisions.compact(database, Math.min(version, database.read(dialect::settled)));
            return version;
        });
    }

    @Override
    public Optional<String> holder(String scope, String key, Instant now) {
        String named = StoreInput.name("a scope", scope);
        String held = PairTable.indexed(StoreInput.text("a key", key));
        return read(handle -> HoldTable.holder(handle, named, held, Nanos.of(now)));
    }

    @Override
    public List<Message> claim(Durability durability, String topic, Instant now, Duration lease, int limit) {
        long due = Nanos.of(now);
        if (StoreInput.limit(limit) == 0
                || !read(handle -> tables.messages().isDue(handle, StoreInput.name("a topic", topic), due))) {
            return List.of();
        }
        long until = Nanos.of(now.plus(lease));
        MessageTable.Due wanted = new MessageTable.Due(topic, due, until, limit);
        return write(handle -> tables.messages().claim(handle, wanted, durability));
    }

    @Override
    public Optional<Instant> nextDue(String topic) {
        return read(handle -> tables.messages().nextDue(handle, StoreInput.name("a topic", topic)));
    }

    @Override
    public List<QueueEntry> queue() {
        return read(QueueTable::all);
    }

    @Override
    public Optional<Instant> nextInQueue() {
        return read(QueueTable::nextDue);
    }

    @Override
    public long sent(String topic) {
        return signals.count(topic);
    }

    @Override
    public void awaitSent(String topic, long known, Duration atMost) {
        signals.await(topic, known, atMost);
    }

    @Override
    public InstantSource clock() {
        return clock.<InstantSource>map(shared -> shared).orElse(SteadyClock.ofThisMachine());
    }

    private Instant time() {
        return Failures.translated(dialect, () -> database.read(dialect::time));
    }

    @Override
    public List<StreamEvent> events(String stream, long sequence, int limit) {
        return read(handle -> EventTable.after(
                handle, StoreInput.name("the name of a stream", stream), sequence, StoreInput.limit(limit)));
    }

    @Override
    public List<AuditRecord> audit(String organization, long sequence, int limit) {
        return read(handle -> AuditTable.after(
                handle, StoreInput.name("an organization", organization), sequence, StoreInput.limit(limit)));
    }

    @Override
    public int sealAudit(int limit) {
        StoreInput.limit(limit);
        List<String> organizations = read(AuditTable::unsealed);
        int sealed = 0;
        for (int first = 0; first < organizations.size(); first += SEALED_TOGETHER) {
            List<String> some = organizations.subList(first, Math.min(first + SEALED_TOGETHER, organizations.size()));
            sealed += write(handle -> tables.audit().seal(handle, some, limit));
        }
        return sealed;
    }

    @Override
    public void close() {
        database.close();
    }

    private static <T> T run(Function<Transaction, T> work, JdbcTransaction transaction) {
        try {
            T result = work.apply(transaction);
            transaction.finish();
            return result;
        } finally {
            transaction.end();
        }
    }

    private <T> T read(Function<Handle, T> work) {
        return outside(() -> database.read(work));
    }

    private <T> T write(Function<Handle, T> work) {
        return outside(() -> database.write(work));
    }

    private <T> T outside(Supplier<T> work) {
        if (inside.get()) {
            throw new IllegalStateException("inside a transaction only the transaction itself may be used");
        }
        return Failures.translated(dialect, work);
    }
}
