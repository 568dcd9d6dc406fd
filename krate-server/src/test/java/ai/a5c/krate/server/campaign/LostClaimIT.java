package ai.a5c.krate.server.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoreUnavailableException;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that crashes right after a claim that did not wait for its disk. */
class LostClaimIT {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(10);

    private PrivatePostgres postgres;
    private ResourceStore store;

    @BeforeEach
    void start() {
        postgres = PrivatePostgres.start();
        postgres.query("ALTER SYSTEM SET wal_writer_delay = '10s'");
        postgres.query("SELECT pg_reload_conf()");
        store = JdbcResourceStore.postgresql(postgres.url(), PrivatePostgres.USER, postgres.password());
        send("a");
    }

    @AfterEach
    void stop() {
        store.close();
        postgres.close();
    }

    @Test
    void aLostClaimIsFreeAndItsHolderFinishesNothing() {
        Message lost = claimed(Durability.RELAXED);
        postgres.crash();
        List<Message> again = retrying(() -> store.claim("work", NOW, LEASE, 1));

        assertThat(again).singleElement().satisfies(message -> {
            assertThat(message.id()).isEqualTo(lost.id());
            assertThat(message.claims()).isEqualTo(lost.claims());
        });
        assertThat(done(lost)).isFalse();
        assertThat(done(again.get(0))).isTrue();
    }

    @Test
    void aClaimThatSomethingSyncedFollowsIsNotLost() {
        Message held = claimed(Durability.RELAXED);
        send("b");
        postgres.crash();

        assertThat(retrying(() -> store.claim("work", NOW, LEASE, 9)))
                .extracting(Message::key)
                .containsExactly("b");
        assertThat(done(held)).isTrue();
    }

    private Message claimed(Durability durability) {
        return store.claim(durability, "work", NOW, LEASE, 1).get(0);
    }

    private void send(String key) {
        store.transact(transaction -> {
            transaction.send("work", key, NOW);
            return true;
        });
    }

    private boolean done(Message message) {
        return store.transact(transaction -> transaction.done(message));
    }

    /** The pool's connections are dead after the crash; some tries find that out. */
    private static <T> T retrying(Supplier<T> work) {
        for (int i = 0; i < 20; i++) {
            try {
                return work.get();
            } catch (StoreUnavailableException e) {
                System.getLogger(LostClaimIT.class.getName()).log(System.Logger.Level.TRACE, "a dead connection", e);
            }
        }
        return work.get();
    }
}
