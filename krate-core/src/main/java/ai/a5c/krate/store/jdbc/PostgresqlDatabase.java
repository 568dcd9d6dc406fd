package ai.a5c.krate.store.jdbc;

import ai.a5c.krate.store.StoreUnavailableException;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** A pool of connections to PostgreSQL; transactions are {@code READ COMMITTED}. */
final class PostgresqlDatabase implements Database {

    private static final int CONNECTIONS = 10;

    /** A transaction whose process hangs must not hold up everybody else's for ever. */
    private static final String LIMITS = "-c lock_timeout=30s -c idle_in_transaction_session_timeout=60s";

    /**
     * Every statement has its index, and its plan is kept while the tables grow: one that was made when they were small
     * must not be to read them whole. Compiling a plan takes longer than any of them.
     */
    private static final String PLANS = "-c enable_seqscan=off -c enable_bitmapscan=off -c jit=off";

    private final Dialect dialect = new PostgresqlDialect();
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private PostgresqlDatabase(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Statements.on(pool);
    }

    /** Connects and brings the tables up to date. */
    static PostgresqlDatabase open(String jdbcUrl, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.addDataSourceProperty("options", LIMITS + " " + PLANS);
        config.addDataSourceProperty("logServerErrorDetail", "false");
        PostgresqlDatabase database = new PostgresqlDatabase(connected(config));
        try {
            Tables.upToDate(database.pool, database.dialect, "the PostgreSQL store");
            return database;
        } catch (StoreUnavailableException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public <T> T read(Function<Handle, T> work) {
        return jdbi.withHandle(work::apply);
    }

    @Override
    public <T> T write(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public void close() {
        pool.close();
    }

    private static HikariDataSource connected(HikariConfig config) {
        try {
            return new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException e) {
            throw new StoreUnavailableException("PostgreSQL cannot be reached: " + e.getMessage(), e);
        }
    }
}
