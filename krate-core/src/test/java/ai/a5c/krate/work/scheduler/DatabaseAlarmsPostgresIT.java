package ai.a5c.krate.work.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseAlarmsPostgresIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

    private EmbeddedPostgres postgres;
    private final Map<String, AtomicInteger> rings = new ConcurrentHashMap<>();

    @BeforeEach
    void tables() throws IOException {
        postgres = EmbeddedPostgres.builder().start();
        JdbcResourceStore.postgresql(url(), "postgres", "").close();
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void ofTwoServersOneIsRung() {
        try (DatabaseAlarms one = server("one");
                DatabaseAlarms two = server("two")) {
            assertThat(one.start(List.of("expiry", "schedule"), ring("one", NEVER)))
                    .isTrue();
            two.start(List.of("expiry", "schedule", "last"), ring("two", NEVER));

            await().atMost(PATIENCE).until(() -> count("last") == 1);
            await().atMost(PATIENCE).until(() -> count("expiry") > 0 && count("schedule") > 0);
            assertThat(count("expiry") + count("schedule") + count("last")).isEqualTo(3);
        }
    }

    @Test
    void whenOneServerIsGoneTheOtherIsRung() {
        try (DatabaseAlarms two = server("two")) {
            try (DatabaseAlarms one = server("one")) {
                one.start(List.of("expiry"), ring("one", Instant.now().plusSeconds(1)));
                await().atMost(PATIENCE).until(() -> count("expiry") >= 1);
            }
            int before = count("expiry");
            two.start(List.of("expiry"), ring("two", NEVER));

            await().atMost(PATIENCE).until(() -> rings.containsKey("two") && count("expiry") > before);
        }
    }

    @Test
    void aRingThatFailsComesAgain() {
        try (DatabaseAlarms one = server("one")) {
            one.start(List.of("expiry"), topic -> {
                if (rings.computeIfAbsent(topic, name -> new AtomicInteger()).incrementAndGet() == 1) {
                    throw new IllegalStateException("the store is away");
                }
                return NEVER;
            });

            await().atMost(PATIENCE).until(() -> count("expiry") == 2);
        }
    }

    private Function<String, Instant> ring(String server, Instant next) {
        return topic -> {
            rings.computeIfAbsent(server, name -> new AtomicInteger()).incrementAndGet();
            rings.computeIfAbsent(topic, name -> new AtomicInteger()).incrementAndGet();
            return next;
        };
    }

    private int count(String topic) {
        return rings.getOrDefault(topic, new AtomicInteger()).get();
    }

    private DatabaseAlarms server(String name) {
        return DatabaseAlarms.postgresql(url(), "postgres", "", name, InstantSource.system());
    }

    private String url() {
        return postgres.getJdbcUrl("postgres", "postgres");
    }
}
