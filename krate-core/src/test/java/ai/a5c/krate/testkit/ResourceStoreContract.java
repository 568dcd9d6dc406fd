package ai.a5c.krate.testkit;

import static ai.a5c.krate.store.ResourceStore.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.VersionConflictException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link ai.a5c.krate.store.ResourceStore} promises; a new implementation extends this and says how to open one. */
public abstract class ResourceStoreContract extends StoreQueueContract {

    private static final Instant LATER = NOW.plusSeconds(60);

    @Test
    void aKeyIsHeldByTheFirstWhoTakesItUntilItExpires() {
        assertThat(take("key", "first", NOW, LATER)).isEqualTo("first");
        assertThat(take("key", "second", NOW, LATER.plusSeconds(9))).isEqualTo("first");
        assertThat(take("key", "second", LATER.minusNanos(1), LATER.plusSeconds(9)))
                .isEqualTo("first");
        assertThat(take("other", "second", NOW, LATER)).isEqualTo("second");
        assertThat(take("key", "second", LATER, LATER.plusSeconds(9))).isEqualTo("second");
        assertThat(take("key", "first", LATER, LATER)).isEqualTo("second");
    }

    @Test
    void whoHoldsAKeyCanBeAskedWithoutTakingIt() {
        assertThat(store.holder("scope", "key", NOW)).isEmpty();
        take("key", "first", NOW, LATER);

        assertThat(store.holder("scope", "key", LATER.minusNanos(1))).contains("first");
        assertThat(store.holder("scope", "key", LATER)).isEmpty();
        assertThat(store.holder("other", "key", NOW)).isEmpty();
        assertThat(take("key", "second", LATER, LATER.plusSeconds(9))).isEqualTo("second");
    }

    @Test
    void whoHoldsAKeyMayTakeItAgainForLonger() {
        take("key", "first", NOW, LATER);

        assertThat(take("key", "first", NOW, LATER.plusSeconds(60))).isEqualTo("first");
        assertThat(take("key", "second", LATER, LATER.plusSeconds(60))).isEqualTo("first");
    }

    @Test
    void theSameKeyInAnotherScopeIsAnotherKey() {
        take("key", "first", NOW, LATER);

        String holder = store.transact(transaction -> transaction.take("other", "key", "second", NOW, LATER));

        assertThat(holder).isEqualTo("second");
    }

    @Test
    void veryLongKeysAreToldApart() {
        String prefix = "k".repeat(5_000);
        take(prefix + "1", "first", NOW, LATER);

        assertThat(take(prefix + "2", "second", NOW, LATER)).isEqualTo("second");
        assertThat(take(prefix + "1", "second", NOW, LATER)).isEqualTo("first");
    }

    @Test
    void ofManyWhoTakeAKeyAtOnceOneGetsIt() {
        take("expired", "nobody", NOW.minusSeconds(9), NOW.minusSeconds(1));
        for (String key : List.of("fresh", "expired")) {
            List<String> holders = atOnce(32, number -> take(key, "holder-" + number, NOW, LATER));

            assertThat(new HashSet<>(holders)).hasSize(1).doesNotContain("nobody");
        }
    }

    @Test
    void manyTakesForgetNoHold() {
        take("long", "first", NOW, NOW.plusSeconds(1_000_000));
        commit(transaction -> {
            for (int number = 0; number < 600; number++) {
                transaction.take("scope", "short" + number, "first", NOW, LATER);
            }
        });

        assertThat(take("short1", "second", NOW.plusSeconds(10_000), LATER)).isEqualTo("second");
        assertThat(take("long", "second", NOW.plusSeconds(10_000), LATER)).isEqualTo("first");
    }

    @Test
    void transactionsThatLockTheSameNameFollowEachOther() {
        put(draft("counter", "0"), ABSENT);

        atOnce(8, number -> {
            for (int round = 0; round < 5; round++) {
                commit(transaction -> {
                    transaction.lock("counter");
                    StoredResource counter = transaction.get(key("counter")).orElseThrow();
                    transaction.put(draft("counter", plusOne(counter)), counter.version());
                });
            }
            return number;
        });

        assertThat(store.get(key("counter")).map(StoredResource::document)).contains("40");
    }

    @Test
    void noWriteIsLostWithoutALock() {
        put(draft("counter", "0"), ABSENT);

        int conflicts = atOnce(8, number -> {
                    int lost = 0;
                    for (int round = 0; round < 5; round++) {
                        lost += increments() ? 0 : 1;
                    }
                    return lost;
                })
                .stream()
                .mapToInt(Integer::intValue)
                .sum();

        assertThat(store.get(key("counter")).map(StoredResource::document)).contains(String.valueOf(40 - conflicts));
    }

    @Test
    void ofManyWhoCreateTheSameResourceAtOnceOneDoes() {
        List<Boolean> created = atOnce(16, number -> {
            try {
                return create("a").version() > 0;
            } catch (VersionConflictException e) {
                return false;
            }
        });

        assertThat(created).containsOnlyOnce(true);
    }

    private boolean increments() {
        try {
            commit(transaction -> {
                StoredResource counter = transaction.get(key("counter")).orElseThrow();
                transaction.put(draft("counter", plusOne(counter)), counter.version());
            });
            return true;
        } catch (VersionConflictException e) {
            return false;
        }
    }

    private static String plusOne(StoredResource counter) {
        return String.valueOf(Integer.parseInt(counter.document()) + 1);
    }

    private String take(String key, String holder, Instant now, Instant until) {
        return store.transact(transaction -> transaction.take("scope", key, holder, now, until));
    }
}
