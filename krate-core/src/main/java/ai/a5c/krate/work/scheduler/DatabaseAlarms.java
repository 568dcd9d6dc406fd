package ai.a5c.krate.work.scheduler;

import ai.a5c.krate.work.Alarms;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Alarms that the servers of one PostgreSQL database share: one row a topic, taken by one server when it is due. */
public final class DatabaseAlarms implements Alarms {

    private static final String TABLE = "krate_alarm";
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final HikariDataSource pool;
    private final String server;
    private final InstantSource clock;
    private @Nullable Scheduler scheduler;

    private DatabaseAlarms(HikariDataSource pool, String server, InstantSource clock) {
        this.pool = pool;
        this.server = server;
        this.clock = clock;
    }

    /** In the database of the store, whose tables are up to date, for the server of that name. */
    public static DatabaseAlarms postgresql(
            String jdbcUrl, String user, String password, String server, InstantSource clock) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        return new DatabaseAlarms(new HikariDataSource(config), server, clock);
    }

    @Override
    public synchronized boolean start(List<String> topics, Function<String, Instant> ring) {
        CustomTask<Void> alarm = Tasks.custom("topic", Void.class)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(AFTER_FAILURE))
                .onDeadExecutionRevive()
                .execute((instance, context) -> {
                    Instant next = ring.apply(instance.getId());
                    return (completed, operations) -> operations.reschedule(completed, next);
                });
        Scheduler started = Scheduler.create(pool, List.of(alarm))
                .tableName(TABLE)
                .schedulerName(new SchedulerName.Fixed(server))
                .threads(1)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(POLL)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(LAST_WORDS)
                .clock(clock::instant)
                .build();
        scheduler = started;
        topics.forEach(topic -> started.scheduleIfNotExists(alarm.instance(topic), clock.instant()));
        started.start();
        return true;
    }

    @Override
    public synchronized void close() {
        if (scheduler != null) {
            scheduler.stop();
        }
        pool.close();
    }
}
