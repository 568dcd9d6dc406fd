package ai.a5c.krate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.Krate;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import ai.a5c.krate.testkit.ScriptedRuntime.Script;
import ai.a5c.krate.work.Alarms;
import ai.a5c.krate.work.scheduler.DatabaseAlarms;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers of one database whose own clocks are an hour off: the database's time is made another than theirs. */
class OwnClocksPostgresIT {

    private static final Duration LEASE = Duration.ofSeconds(3);

    private EmbeddedPostgres postgres;

    @BeforeEach
    void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterEach
    void stopPostgres() throws IOException {
        postgres.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void nothingIsTakenOverAndAlarmsFire(int hours, @TempDir Path root) {
        setDatabase(hours);
        Scenario scenario = new Scenario(root);
        try (ResourceStore store = open();
                ResourceStore same = open();
                Krate one = scenario.shared(store, "one", LEASE);
                Krate two = scenario.shared(same, "two", LEASE);
                Alarms alarms = DatabaseAlarms.postgresql(url(), "postgres", "", "one", store.clock())) {
            Duration ahead = Duration.between(
                    InstantSource.system().instant(), store.clock().instant());
            assertThat(ahead.minusHours(hours).abs()).isLessThan(Duration.ofMinutes(5));
            scenario.apply(one);
            scenario.agents.next(Script.silent().say(AgentEvent.Type.MESSAGE, "I begin."));
            scenario.deliver(one, "d-1");
            one.start(2);
            two.start(2);
            await(
                    store,
                    () -> !attempts(store).isEmpty()
                            && attempt(store).status().progress().outputBytes() > 0);
            Session session = scenario.agents.sessions().get(0);

            AtomicInteger rings = new AtomicInteger();
            alarms.start(List.of("expiry"), topic -> {
                rings.incrementAndGet();
                return store.clock().instant().plusSeconds(1);
            });
            Instant renewed = lease(store).plus(LEASE.multipliedBy(3));
            await(store, () -> lease(store).isAfter(renewed) && rings.get() >= 3);

            assertThat(Duration.between(store.clock().instant(), lease(store)).abs())
                    .as("leases go by the database's time")
                    .isLessThan(Duration.ofMinutes(5));
            assertThat(attempt(store).status().lease().token()).isEqualTo(1);
            assertThat(attempt(store).status().phase()).isEqualTo(AttemptPhase.RUNNING);
            scenario.agents.end(session, Outcome.SUCCEEDED, "done");
            await(store, () -> attempt(store).status().phase() == AttemptPhase.SUCCEEDED);
            assertThat(scenario.agents.requests()).hasSize(1);
        }
    }

    /** The schema of the store comes before the catalogue, so that its clock is the one that is asked. */
    private void setDatabase(int hours) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA shifted");
            statement.execute("CREATE FUNCTION shifted.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE"
                    + " AS $$ SELECT pg_catalog.clock_timestamp() + interval '" + hours + " hours' $$");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private ResourceStore open() {
        return JdbcResourceStore.postgresql(url(), "postgres", "");
    }

    private String url() {
        return postgres.getJdbcUrl("postgres", "postgres") + "&currentSchema=shifted,pg_catalog";
    }

    private static List<AgentDispatchAttempt> attempts(ResourceStore store) {
        return Scenario.all(store, AgentDispatchAttempt.class);
    }

    private static AgentDispatchAttempt attempt(ResourceStore store) {
        return attempts(store).get(0);
    }

    private static Instant lease(ResourceStore store) {
        Instant until = attempt(store).status().lease().until();
        return until == null ? Instant.MIN : until;
    }

    private static void await(ResourceStore store, BooleanSupplier condition) {
        for (int i = 0; i < 1_200 && !condition.getAsBoolean(); i++) {
            store.awaitChange(store.version(), Duration.ofMillis(50));
        }
        assertThat(condition.getAsBoolean())
                .as(() -> attempts(store) + ", " + store.queue())
                .isTrue();
    }
}
