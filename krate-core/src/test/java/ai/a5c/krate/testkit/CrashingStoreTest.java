package ai.a5c.krate.testkit;

import static ai.a5c.krate.store.ResourceStore.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrashingStoreTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final ResourceStore store = new InMemoryResourceStore();

    @Test
    void beforeTheCommitNothingOfTheFatalWriteIsKept() {
        CrashingStore crashing = CrashingStore.beforeCommit(store, 2);
        create(crashing, "a");

        assertThatThrownBy(() -> create(crashing, "b"))
                .isInstanceOf(SimulatedCrashException.class)
                .hasMessage("the process dies before the commit of write 2");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void afterTheCommitTheFatalWriteIsKept() {
        CrashingStore crashing = CrashingStore.afterCommit(store, 2);
        create(crashing, "a");

        assertThatThrownBy(() -> create(crashing, "b"))
                .isInstanceOf(SimulatedCrashException.class)
                .hasMessage("the process dies after the commit of write 2");
        assertThat(names()).containsExactly("a", "b");
    }

    @Test
    void whoIsDeadStaysDead() {
        CrashingStore crashing = CrashingStore.afterCommit(store, 1);
        assertThatThrownBy(() -> create(crashing, "a")).isInstanceOf(SimulatedCrashException.class);

        assertThat(crashing.isDead()).isTrue();
        assertThat(crashing.writes()).isEqualTo(1);
        assertThatThrownBy(() -> create(crashing, "b"))
                .isInstanceOf(SimulatedCrashException.class)
                .hasMessage("the process is dead since write 1");
        assertThatThrownBy(crashing::version).isInstanceOf(SimulatedCrashException.class);
    }

    @Test
    void claimsAndSealsAreWritesToo() {
        store.transact(transaction -> {
            transaction.send("work", "a", NOW);
            return true;
        });
        CrashingStore before = CrashingStore.beforeCommit(store, 1);
        CrashingStore after = CrashingStore.afterCommit(store, 2);
        CrashingStore counting = CrashingStore.counting(store);

        assertThatThrownBy(() -> before.claim("work", NOW, Duration.ofSeconds(9), 1))
                .isInstanceOf(SimulatedCrashException.class);
        assertThat(store.nextDue("work")).contains(NOW);
        after.sealAudit(1);
        assertThatThrownBy(() -> after.claim("work", NOW, Duration.ofSeconds(9), 1))
                .isInstanceOf(SimulatedCrashException.class);
        assertThat(store.nextDue("work")).contains(NOW.plusSeconds(9));
        counting.sealAudit(1);
        counting.claim("work", NOW, Duration.ofSeconds(9), 1);
        create(counting, "a");
        assertThat(counting.writes()).isEqualTo(3);
    }

    private static void create(ResourceStore store, String name) {
        store.transact(transaction -> transaction.put(
                new ResourceDraft(new ResourceKey("Run", "acme", name), Map.of(), Map.of(), "{}"), ABSENT));
    }

    private List<String> names() {
        return store.list(Query.all("Run")).items().stream()
                .map(resource -> resource.key().name())
                .toList();
    }
}
