package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.memory.InMemoryResourceStore;
import ai.a5c.krate.testkit.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A cache that follows a watch with a selector ends with exactly what the selector finds. */
class KnownTest {

    private static final Selection BLUE = new Selection(
            KindRegistry.named("RunnerPool").orElseThrow(),
            List.of(Selector.in("colour", List.of("blue"))),
            List.of(),
            List.of());

    @Test
    void aCacheThatListsAndThenWatchesIsRightInTheEnd() {
        Seeds.forAll(300, random -> {
            try (InMemoryResourceStore store = new InMemoryResourceStore()) {
                writes(store, random, 20);
                long listed = store.version();
                Set<ResourceKey> cache = new HashSet<>(blue(store));
                writes(store, random, random.nextInt(10));
                Known known = new Known(BLUE);
                known.look(store, Reach.ALL);
                writes(store, random, 20);
                follow(store, known, listed, cache);
                assertThat(cache).isEqualTo(blue(store));
            }
        });
    }

    @Test
    void whoSawEverythingHearsOfNothingThatNeverMatched() {
        Seeds.forAll(300, random -> {
            try (InMemoryResourceStore store = new InMemoryResourceStore()) {
                writes(store, random, 20);
                Known known = new Known(BLUE);
                known.look(store, Reach.ALL);
                Set<ResourceKey> cache = new HashSet<>(blue(store));
                long from = store.version();
                writes(store, random, 30);
                follow(store, known, from, cache, true);
                assertThat(cache).isEqualTo(blue(store));
            }
        });
    }

    private static void follow(ResourceStore store, Known known, long from, Set<ResourceKey> cache) {
        follow(store, known, from, cache, false);
    }

    private static void follow(ResourceStore store, Known known, long from, Set<ResourceKey> cache, boolean exactly) {
        store.changes(ChangeQuery.ALL, from, 1_000)
                .forEach(change -> known.seen(change).ifPresent(type -> {
                    ResourceKey key = change.resource().key();
                    switch (type) {
                        case ADDED ->
                            assertThat(cache.add(key) || !exactly)
                                    .as("added twice")
                                    .isTrue();
                        case MODIFIED ->
                            assertThat(!cache.add(key) || !exactly)
                                    .as("changed before added")
                                    .isTrue();
                        case DELETED ->
                            assertThat(cache.remove(key) || !exactly)
                                    .as("deleted unseen")
                                    .isTrue();
                    }
                }));
    }

    private static Set<ResourceKey> blue(ResourceStore store) {
        return store.list(BLUE.query(1_000)).items().stream()
                .map(StoredResource::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void writes(ResourceStore store, RandomGenerator random, int count) {
        for (int i = 0; i < count; i++) {
            ResourceKey key = new ResourceKey("RunnerPool", "acme", "pool-" + random.nextInt(6));
            Map<String, String> labels = Map.of("colour", random.nextBoolean() ? "blue" : "red");
            store.transact(transaction -> {
                long version = transaction.get(key).map(StoredResource::version).orElse(ResourceStore.ABSENT);
                if (version != ResourceStore.ABSENT && random.nextInt(4) == 0) {
                    transaction.delete(key, version);
                } else {
                    transaction.put(new ResourceDraft(key, labels, Map.of(), "{}"), version);
                }
                return key;
            });
        }
    }
}
