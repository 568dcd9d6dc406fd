package ai.a5c.krate.testkit;

import static ai.a5c.krate.store.ResourceStore.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import ai.a5c.krate.store.VersionGoneException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a store promises to those who watch it. */
abstract class StoreWatchContract extends StoreResourceContract {

    @Test
    void everyCommittedWriteIsAChange() {
        StoredResource added = put(draft("a", "1"), ABSENT);
        StoredResource modified = put(draft("a", "2"), added.version());
        commit(transaction -> transaction.delete(key("a"), modified.version()));

        List<Change> changes = store.changes(ChangeQuery.ALL, 0, 10);

        assertThat(changes)
                .containsExactly(
                        new Change(Change.Type.ADDED, added),
                        new Change(Change.Type.MODIFIED, modified),
                        new Change(Change.Type.DELETED, draft("a", "2").at(store.version())));
        assertThat(store.changes(ChangeQuery.ALL, added.version(), 1)).containsExactly(changes.get(1));
        assertThat(store.changes(ChangeQuery.ALL, store.version(), 10)).isEmpty();
        assertThat(store.changes(ChangeQuery.ALL, 0, 0)).isEmpty();
    }

    @Test
    void changesAreChosenByKindNamespaceAndLabel() {
        for (String kind : List.of("Run", "Session")) {
            for (String namespace : List.of("acme", "umbrella")) {
                put(
                        new ResourceDraft(
                                new ResourceKey(kind, namespace, "a"), Map.of("l", namespace), Map.of(), "{}"),
                        ABSENT);
            }
        }

        assertThat(changed(new ChangeQuery(Optional.of("Run"), Optional.empty(), List.of())))
                .containsExactly("Run/acme/a", "Run/umbrella/a");
        assertThat(changed(new ChangeQuery(Optional.empty(), Optional.of("acme"), List.of())))
                .containsExactly("Run/acme/a", "Session/acme/a");
        assertThat(changed(new ChangeQuery(
                        Optional.of("Session"), Optional.empty(), List.of(Selector.in("l", List.of("umbrella"))))))
                .containsExactly("Session/umbrella/a");
    }

    @Test
    void aWatcherOfRareLabelsReadsPastManyOtherChanges() {
        commit(transaction -> {
            for (int number = 0; number < 2_500; number++) {
                transaction.put(draft("r" + number, "{}"), ABSENT);
            }
            transaction.put(draft("rare", Map.of("rare", "1"), Map.of()), ABSENT);
        });
        ChangeQuery rare =
                new ChangeQuery(Optional.empty(), Optional.empty(), List.of(Selector.in("rare", List.of("1"))));

        assertThat(changed(rare)).containsExactly("Run/acme/rare");
    }

    @Test
    void forgottenChangesAreGoneAndResourcesAreNot() {
        StoredResource a = put(draft("a", Map.of("l", "1"), Map.of()), ABSENT);
        StoredResource b = create("b");
        commit(transaction -> transaction.delete(key("b"), b.version()));
        StoredResource c = create("c");

        store.compact(c.version());

        assertThatThrownBy(() -> store.changes(ChangeQuery.ALL, 0, 10))
                .isInstanceOf(VersionGoneException.class)
                .hasMessage("changes after version 0 are gone, the log begins at %d; list again", c.version());
        assertThat(store.changes(ChangeQuery.ALL, c.version(), 10)).isEmpty();
        assertThat(store.list(Query.of("Run", NAMESPACE)).items()).containsExactly(a, c);
        StoredResource changed = put(draft("a", "2"), a.version());
        assertThat(changed.version()).isGreaterThan(c.version());
        assertThat(store.changes(ChangeQuery.ALL, c.version(), 10))
                .containsExactly(new Change(Change.Type.MODIFIED, changed));
        commit(transaction -> transaction.delete(key("c"), c.version()));
    }

    @Test
    void versionsGrowThroughACompactionOfEverything() {
        StoredResource a = create("a");
        commit(transaction -> transaction.delete(key("a"), a.version()));
        long before = store.version();

        store.compact(before + 1_000);

        assertThat(store.version()).isEqualTo(before);
        assertThat(create("a").version()).isGreaterThan(before);
        assertThat(store.changes(ChangeQuery.ALL, before, 10)).hasSize(1);
    }

    @Test
    void whoWaitsIsWokenByAChangeAndOtherwiseByTheClock() {
        long before = create("a").version();
        store.awaitChange(before, Duration.ofMillis(20));
        store.awaitChange(before - 1, Duration.ofMinutes(1));
        Future<?> waiting = start(() -> {
            store.awaitChange(before, Duration.ofMinutes(1));
            return store.version();
        });

        long after = create("b").version();

        assertThat(result(waiting)).isEqualTo(after);
    }

    @Test
    void allWhoWaitAreWoken() {
        long before = create("a").version();
        Future<List<Long>> waiting = start(() -> atOnce(8, number -> {
            store.awaitChange(before, number % 2 == 0 ? Duration.ofMinutes(1) : Duration.ofMillis(150));
            return store.version();
        }));
        long after = create("b").version();

        assertThat(result(waiting)).hasSize(8).contains(after);
    }

    @Test
    void aWatcherNeverSkipsAChangeThatCommitsLate() {
        CountDownLatch wrote = new CountDownLatch(1);
        CountDownLatch followed = new CountDownLatch(1);
        Follower follower = new Follower();
        Future<?> late = start(() -> store.transact(transaction -> {
            transaction.put(draft("late", "{}"), ABSENT);
            wrote.countDown();
            giveChance(followed);
            return true;
        }));
        giveChance(wrote);
        create("other");
        follower.follow();
        followed.countDown();
        result(late);
        follower.follow();

        assertThat(follower.names).containsExactlyInAnyOrder("late", "other");
        assertThat(follower.versions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void aWatcherNeverSkipsAChangeOfATransactionThatWroteEarlier() {
        followBoth(transaction -> {});
    }

    @Test
    void aWatcherNeverSkipsAChangeBecauseOfOneThatWroteSomethingElseFirst() {
        followBoth(transaction -> transaction.take("s", "k", "holder", NOW, NOW.plusSeconds(9)));
    }

    /** A transaction that begins with {@code before} writes its change after that of a later one, and commits first. */
    private void followBoth(Consumer<Transaction> before) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch wrote = new CountDownLatch(1);
        CountDownLatch followed = new CountDownLatch(1);
        Follower follower = new Follower();
        Future<?> first = start(() -> store.transact(transaction -> {
            before.accept(transaction);
            begun.countDown();
            giveChance(wrote);
            return transaction.put(draft("first", "{}"), ABSENT);
        }));
        giveChance(begun);
        Future<?> second = start(() -> store.transact(transaction -> {
            transaction.put(draft("second", "{}"), ABSENT);
            wrote.countDown();
            giveChance(followed);
            return true;
        }));
        result(first);
        follower.follow();
        followed.countDown();
        result(second);
        follower.follow();

        assertThat(follower.names).containsExactlyInAnyOrder("first", "second");
        assertThat(follower.versions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatSomebodyMayWatchIsHeardWhenItIsCommitted() {
        heard(() -> create("a"));
        heard(() -> commit(transaction -> transaction.append("run/a", new StreamEvent(1, NOW, "message", "{}"))));
        heard(() -> commit(transaction -> transaction.delete(
                key("a"), transaction.get(key("a")).orElseThrow().version())));

        long known = store.sent(ResourceStore.NEWS);
        commit(transaction -> transaction.send("work", "a", NOW));
        assertThat(store.sent(ResourceStore.NEWS)).isEqualTo(known);
    }

    private void heard(Runnable change) {
        long known = store.sent(ResourceStore.NEWS);
        Future<Long> waiting = start(() -> {
            store.awaitSent(ResourceStore.NEWS, known, Duration.ofMinutes(1));
            return store.sent(ResourceStore.NEWS);
        });
        change.run();
        assertThat(result(waiting)).isGreaterThan(known);
    }

    @Test
    void aWatcherSeesEveryChangeOnceWhileManyWrite() {
        Follower follower = new Follower();
        Future<?> writing = start(() -> atOnce(6, writer -> {
            for (int round = 0; round < 15; round++) {
                String name = "w" + writer + "-" + round;
                commit(transaction -> {
                    transaction.put(draft(name, "1"), ABSENT);
                    transaction.put(draft(name + "-more", "2"), ABSENT);
                });
            }
            return writer;
        }));
        while (!writing.isDone()) {
            follower.follow();
        }
        result(writing);
        follower.follow();

        assertThat(follower.names).hasSize(6 * 15 * 2).doesNotHaveDuplicates();
        assertThat(follower.versions).isSorted().doesNotHaveDuplicates();
    }

    private List<String> changed(ChangeQuery query) {
        return store.changes(query, 0, 100).stream()
                .map(change -> change.resource().key().toString())
                .toList();
    }

    /** A watcher as the server has them: the newest version first, then what happened until there. */
    private final class Follower {

        private final List<String> names = new ArrayList<>();
        private final List<Long> versions = new ArrayList<>();
        private long cursor;

        void follow() {
            long newest = store.version();
            store.changes(ChangeQuery.ALL, cursor, Integer.MAX_VALUE / 2).forEach(change -> {
                names.add(change.resource().key().name());
                versions.add(change.resource().version());
                cursor = change.resource().version();
            });
            cursor = Math.max(cursor, newest);
        }
    }
}
