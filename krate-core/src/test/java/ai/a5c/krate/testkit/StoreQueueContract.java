package ai.a5c.krate.testkit;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.QueueEntry;
import ai.a5c.krate.store.QueueEntry.State;
import ai.a5c.krate.store.QueueHeads;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What a store promises of the queue for work. */
abstract class StoreQueueContract extends StoreTrailContract {

    private static final Comparator<QueueEntry> OLDEST =
            Comparator.comparing(QueueEntry::since).thenComparing(QueueEntry::key);

    @Test
    void ofEachLaneTheOldestIsItsHead() {
        enqueue(
                entry("young", "lane-1", "item-1", State.WAITING, 2),
                entry("old", "lane-1", "item-2", State.WAITING, 1),
                entry("other", "lane-2", "item-1", State.WAITING, 3));

        assertThat(heads(0).waiting()).extracting(this::name).containsExactlyInAnyOrder("old", "other");
        assertThat(heads(0).started()).isEmpty();
        assertThat(heads(0).overdue()).isEmpty();
    }

    @Test
    void ofEqualsTheFirstByNameIsTheHead() {
        enqueue(
                entry("b", "lane", "item-1", State.WAITING, 1),
                entry("a", "lane", "item-2", State.WAITING, 1),
                entry("c", "lane", "item-3", State.WAITING, 1));

        assertThat(heads(0).waiting()).extracting(this::name).containsExactly("a");
    }

    @Test
    void anItemAtWorkHasAHeadOfItsOwnAndHidesNoOther() {
        enqueue(
                entry("at-work", "lane", "busy", State.ACTIVE, 0),
                entry("busy-1", "lane", "busy", State.WAITING, 1),
                entry("busy-2", "lane", "busy", State.WAITING, 2),
                entry("idle", "lane", "idle", State.WAITING, 3),
                entry("elsewhere", "lane-2", "busy", State.WAITING, 4));

        assertThat(heads(0).waiting()).extracting(this::name).containsExactlyInAnyOrder("busy-1", "idle", "elsewhere");
        assertThat(heads(0).started()).extracting(this::name).containsExactly("at-work");
    }

    @Test
    void whatMayStartLaterWaitsFromItsTimeOn() {
        enqueue(new QueueEntry(key("a"), "lane", "item", "[]", State.LATER, NOW, NOW.plusSeconds(5)));

        assertThat(heads(4).waiting()).isEmpty();
        assertThat(store.nextInQueue()).contains(NOW.plusSeconds(5));
        assertThat(heads(5).waiting()).extracting(this::name).containsExactly("a");
        assertThat(store.nextInQueue()).contains(NOW.plusSeconds(5));
        assertThat(store.queue()).extracting(QueueEntry::state).containsExactly(State.WAITING);
    }

    @Test
    void whatIsAtWorkPastItsTimeIsOverdueTheLongestFirst() {
        enqueue(
                new QueueEntry(key("a"), "lane", "item", "[]", State.ACTIVE, NOW, NOW.plusSeconds(5)),
                new QueueEntry(key("b"), "lane", "item", "[]", State.ACTIVE, NOW, NOW.plusSeconds(3)),
                new QueueEntry(key("c"), "lane", "item", "[]", State.ACTIVE, NOW, NOW.plusSeconds(9)));

        assertThat(heads(2).overdue()).isEmpty();
        assertThat(heads(5).overdue()).extracting(this::name).containsExactly("b", "a");
        assertThat(heads(5).started()).hasSize(3);
        assertThat(store.nextInQueue()).contains(NOW.plusSeconds(3));
    }

    @Test
    void theInstantIsKeptWhileTheStateStaysAndWhenWorkEnds() {
        enqueue(entry("a", "lane", "item", State.WAITING, 1));
        enqueue(entry("a", "lane", "item", State.WAITING, 2));
        assertThat(since("a")).isEqualTo(NOW.plusSeconds(1));

        enqueue(entry("a", "lane", "item", State.ACTIVE, 3));
        enqueue(entry("a", "lane", "item", State.ACTIVE, 4));
        assertThat(since("a")).isEqualTo(NOW.plusSeconds(3));

        enqueue(entry("a", "lane", "item", State.ENDED, 5));
        assertThat(since("a")).isEqualTo(NOW.plusSeconds(3));

        enqueue(entry("a", "lane", "item", State.WAITING, 6));
        assertThat(since("a")).isEqualTo(NOW.plusSeconds(6));
    }

    @Test
    void anEntryIsKeptAsItWasWritten() {
        QueueEntry written = new QueueEntry(
                key("a"),
                "[\"acme\",\"linux\"]",
                "[\"acme\",\"shop\",\"#7\"]",
                "{\"pool\":\"Linüx\"}",
                State.ACTIVE,
                NOW.plusNanos(123_456_789),
                Instant.parse("2200-01-01T00:00:00Z"));
        enqueue(written);

        assertThat(store.queue()).containsExactly(written);
    }

    @Test
    void lanesWithVeryLongNamesAreToldApart() {
        String prefix = "l".repeat(5_000);
        enqueue(
                entry("a", prefix + "1", prefix + "1", State.WAITING, 1),
                entry("b", prefix + "2", prefix + "2", State.WAITING, 1));

        assertThat(heads(0).waiting()).hasSize(2);
    }

    @Test
    void whatLeavesTheQueueIsGone() {
        enqueue(entry("a", "lane", "item", State.WAITING, 1));

        commit(transaction -> {
            transaction.dequeue(key("a"));
            transaction.dequeue(key("never-there"));
        });

        assertThat(store.queue()).isEmpty();
    }

    @Test
    void whatATransactionDidNotCommitLeavesTheQueueAsItWas() {
        enqueue(entry("a", "lane", "item", State.WAITING, 1));
        List<QueueEntry> before = store.queue();

        assertThatThrownBy(() -> commit(transaction -> {
                    transaction.enqueue(entry("a", "lane", "item", State.ACTIVE, 2));
                    transaction.enqueue(entry("b", "lane", "item", State.WAITING, 2));
                    transaction.dequeue(key("a"));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(store.queue()).isEqualTo(before);
    }

    @Test
    void onlyTheLatestThatEndedAreKept() {
        commit(transaction -> {
            for (int number = 0; number < QueueHeads.LATELY + 20; number++) {
                transaction.enqueue(entry("e" + number, "lane", "item", State.ENDED, number));
            }
        });

        assertThat(heads(0).started())
                .hasSize(QueueHeads.LATELY)
                .noneMatch(entry -> name(entry).equals("e19"));
        assertThat(store.queue()).hasSize(QueueHeads.LATELY);
    }

    @Test
    void theHeadsOfAnyQueueAreThoseThatWereDescribed() {
        Seeds.forAll(15, random -> {
            List<String> gone = store.queue().stream().map(this::name).toList();
            commit(transaction -> gone.forEach(name -> transaction.dequeue(key(name))));
            commit(transaction -> {
                for (int number = 0; number < 60; number++) {
                    transaction.enqueue(any(random, number));
                }
            });
            QueueHeads heads = heads(0);
            assertThat(heads.waiting()).containsExactlyInAnyOrderElementsOf(described(store.queue()));
        });
    }

    private static List<QueueEntry> described(List<QueueEntry> queue) {
        Set<String> busy = queue.stream()
                .filter(entry -> entry.state() == State.ACTIVE || entry.state() == State.ENDED)
                .map(QueueEntry::item)
                .collect(toSet());
        Map<List<String>, QueueEntry> oldest = new HashMap<>();
        queue.stream()
                .filter(entry -> entry.state() == State.WAITING)
                .sorted(OLDEST)
                .forEach(entry -> oldest.putIfAbsent(
                        busy.contains(entry.item()) ? List.of(entry.lane(), entry.item()) : List.of(entry.lane()),
                        entry));
        return List.copyOf(oldest.values());
    }

    private static QueueEntry any(RandomGenerator random, int number) {
        State[] states = {State.WAITING, State.WAITING, State.WAITING, State.LATER, State.ACTIVE, State.ENDED};
        String item = "item-" + random.nextInt(20);
        return entry("e" + number, "lane-" + random.nextInt(5), item, states[random.nextInt(6)], random.nextInt(50));
    }

    private static QueueEntry entry(String name, String lane, String item, State state, int seconds) {
        Instant since = NOW.plusSeconds(seconds);
        return new QueueEntry(key(name), lane, item, "[]", state, since, NOW.plusSeconds(3_600));
    }

    private void enqueue(QueueEntry... entries) {
        commit(transaction -> List.of(entries).forEach(transaction::enqueue));
    }

    private QueueHeads heads(int seconds) {
        return store.transact(transaction -> transaction.heads(NOW.plusSeconds(seconds)));
    }

    private Instant since(String name) {
        return store.queue().stream()
                .filter(entry -> entry.key().equals(key(name)))
                .map(QueueEntry::since)
                .findFirst()
                .orElseThrow();
    }

    private String name(QueueEntry entry) {
        ResourceKey key = entry.key();
        return key.name();
    }
}
