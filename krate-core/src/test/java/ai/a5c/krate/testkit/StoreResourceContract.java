package ai.a5c.krate.testkit;

import static ai.a5c.krate.store.ResourceStore.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.Selector;
import ai.a5c.krate.store.Selector.Operator;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.Transaction;
import ai.a5c.krate.store.VersionConflictException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a store promises of resources, transactions and lists. */
abstract class StoreResourceContract extends StoreHarness {

    @Test
    void aResourceIsReadAsItWasWritten() {
        ResourceDraft draft = new ResourceDraft(
                key("a"), Map.of("team", "x \u00e9\ud83d\ude80"), Map.of("status.phase", ""), "{\"b\":\"\u2028\"}");

        StoredResource stored = put(draft, ABSENT);

        assertThat(stored).isEqualTo(draft.at(stored.version()));
        assertThat(store.get(key("a"))).contains(stored);
        assertThat(store.get(key("b"))).isEmpty();
    }

    @Test
    void versionsGrowOverTheWholeStore() {
        StoredResource first = create("a");
        StoredResource other = create("b");
        StoredResource again = put(draft("a", "{}"), first.version());
        commit(transaction -> transaction.delete(key("b"), other.version()));
        StoredResource reborn = create("b");

        assertThat(List.of(first.version(), other.version(), again.version(), reborn.version()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(store.version()).isEqualTo(reborn.version());
    }

    @Test
    void aWriteThatExpectsAnotherVersionIsRefused() {
        StoredResource first = create("a");
        StoredResource second = put(draft("a", "{}"), first.version());

        assertThatThrownBy(() -> put(draft("a", "{}"), first.version()))
                .isInstanceOf(VersionConflictException.class)
                .hasMessage(
                        "Run/acme/a was expected at version %d but is at version %d;"
                                + " read it again and reapply the change",
                        first.version(), second.version());
        assertThatThrownBy(() -> create("a")).isInstanceOf(VersionConflictException.class);
        assertThatThrownBy(() -> put(draft("b", "{}"), 1)).isInstanceOf(VersionConflictException.class);
        assertThatThrownBy(() -> commit(transaction -> transaction.delete(key("a"), first.version())))
                .isInstanceOf(VersionConflictException.class);
        assertThatThrownBy(() -> commit(transaction -> transaction.delete(key("b"), 1)))
                .isInstanceOf(VersionConflictException.class);
        assertThat(store.get(key("a"))).contains(second);
        assertThat(store.version()).isEqualTo(second.version());
    }

    @Test
    void aRefusedWriteLeavesTheRestOfItsTransactionAlone() {
        create("a");

        commit(transaction -> {
            assertThatThrownBy(() -> transaction.put(draft("a", "{}"), ABSENT))
                    .isInstanceOf(VersionConflictException.class);
            transaction.put(draft("b", "{}"), ABSENT);
        });

        assertThat(names(Query.of("Run", NAMESPACE))).containsExactly("a", "b");
    }

    @Test
    void aTransactionReadsItsOwnWrites() {
        commit(transaction -> {
            StoredResource first = transaction.put(draft("a", Map.of("l", "1"), Map.of()), ABSENT);
            StoredResource second = transaction.put(draft("a", Map.of("l", "2"), Map.of()), first.version());
            assertThat(transaction.get(key("a"))).contains(second);
            assertThat(transaction.list(Query.all("Run").whereLabel("l", "2")).items())
                    .containsExactly(second);
            assertThat(transaction.list(Query.all("Run").whereLabel("l", "1")).items())
                    .isEmpty();
            transaction.delete(key("a"), second.version());
            assertThat(transaction.get(key("a"))).isEmpty();
            transaction.append("run/a", event(1));
            assertThat(transaction.lastSequence("run/a")).isEqualTo(1);
        });
    }

    @Test
    void whatIsAskedForIsCountedAndSummedWhateverThePage() {
        for (int i = 0; i < 7; i++) {
            put(
                    draft(
                            "run-" + i,
                            Map.of("team", i % 2 == 0 ? "a" : "b"),
                            Map.of("status.phase", i < 3 ? "queued" : "running", "status.costUsd", i + ".25")),
                    ABSENT);
        }
        put(draft("odd", Map.of(), Map.of("status.costUsd", "a lot")), ABSENT);
        put(draft("small", Map.of(), Map.of("status.costUsd", "1.0E-4")), ABSENT);
        Query all = Query.of("Run", NAMESPACE).limit(2);

        assertThat(store.count(all)).isEqualTo(9);
        assertThat(store.count(all.whereField("status.phase", "queued"))).isEqualTo(3);
        assertThat(store.count(
                        all.whereField("status.phase", "queued", "running").whereLabel("team", "b")))
                .isEqualTo(3);
        assertThat(store.count(all.whereField("status.phase", "queued").after(NAMESPACE + "/run-0")))
                .isEqualTo(2);
        assertThat(store.count(Query.of("Run", "elsewhere"))).isZero();
        assertThat(store.count(Query.all("Run"))).isEqualTo(9);
        assertThat(store.sum(all, "status.costUsd")).isEqualTo(22.7501);
        assertThat(store.sum(all.whereField("status.phase", "queued"), "status.costUsd"))
                .isEqualTo(3.75);
        assertThat(store.sum(all.after(NAMESPACE + "/run-4"), "status.costUsd")).isEqualTo(11.5001);
        assertThat(store.sum(all, "status.tokens")).isZero();
    }

    @Test
    void nobodyElseSeesATransactionBeforeItCommits() {
        CountDownLatch seen = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        Future<?> reader = store.transact(transaction -> {
            transaction.put(draft("a", "{}"), ABSENT);
            Future<?> reading = start(() -> {
                List<String> names = names(Query.of("Run", NAMESPACE));
                assertThat(over.get() || names.isEmpty()).isTrue();
                seen.countDown();
                return names;
            });
            giveChance(seen);
            over.set(true);
            return reading;
        });

        result(reader);
        assertThat(names(Query.of("Run", NAMESPACE))).containsExactly("a");
    }

    @Test
    void aTransactionThatThrowsLeavesNothing() {
        StoredResource kept = create("kept");
        long before = store.version();

        assertThatIllegalStateException()
                .isThrownBy(() -> commit(transaction -> {
                    transaction.put(draft("a", Map.of("l", "1"), Map.of()), ABSENT);
                    transaction.delete(key("kept"), kept.version());
                    transaction.take("scope", "key", "holder", NOW, NOW.plusSeconds(60));
                    transaction.send("work", "a", NOW);
                    transaction.append("run/a", event(1));
                    transaction.audit(entry("1", "acme"));
                    throw new IllegalStateException("the caller has changed its mind");
                }));

        assertThat(names(Query.of("Run", NAMESPACE))).containsExactly("kept");
        assertThat(names(Query.all("Run").whereLabel("l", "1"))).isEmpty();
        assertThat(store.changes(ChangeQuery.ALL, before, 10)).isEmpty();
        assertThat(store.nextDue("work")).isEmpty();
        assertThat(store.events("run/a", 0, 10)).isEmpty();
        assertThat(store.sealAudit(10)).isZero();
        String holder =
                store.transact(transaction -> transaction.take("scope", "key", "other", NOW, NOW.plusSeconds(60)));
        assertThat(holder).isEqualTo("other");
    }

    @Test
    void insideATransactionOnlyTheTransactionMayBeUsed() {
        List<Runnable> others = List.of(
                () -> store.get(key("a")),
                () -> store.version(),
                () -> store.awaitChange(0, Duration.ZERO),
                () -> store.claim("work", NOW, Duration.ofSeconds(1), 1),
                () -> store.sealAudit(1),
                () -> create("a"));

        others.forEach(other -> commit(transaction -> assertThatIllegalStateException()
                .isThrownBy(other::run)
                .withMessage("inside a transaction only the transaction itself may be used")));
    }

    @Test
    void aTransactionIsOverWhenItsWorkIs() {
        AtomicReference<Transaction> escaped = new AtomicReference<>();
        commit(escaped::set);

        assertThatIllegalStateException()
                .isThrownBy(() -> escaped.get().put(draft("a", "{}"), ABSENT))
                .withMessage("the transaction is over");
        assertThat(store.get(key("a"))).isEmpty();
    }

    @Test
    void textThatNoDatabaseKeepsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> draft("a", "{\0}"))
                .withMessage("Run/acme/a: the document contains NUL, which no database keeps");
        assertThatIllegalArgumentException().isThrownBy(() -> draft("a", Map.of("l", "\ud800"), Map.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Query.all("Run").whereField("f", "\0"));
        commit(transaction -> List.<Runnable>of(
                        () -> transaction.send("work", "\0", NOW),
                        () -> transaction.send("work", "k".repeat(513), NOW),
                        () -> transaction.take("scope", "\0", "holder", NOW, NOW),
                        () -> transaction.lock("\0"),
                        () -> transaction.append("\0", event(1)))
                .forEach(write -> assertThatIllegalArgumentException().isThrownBy(write::run)));
    }

    @Test
    void selectorsChooseByLabelsAndFields() {
        put(draft("a", Map.of("team", "x", "tier", "1"), Map.of("status.phase", "queued")), ABSENT);
        put(draft("b", Map.of("team", "y"), Map.of("status.phase", "running")), ABSENT);
        put(draft("c", Map.of(), Map.of("status.phase", "queued", "team", "x")), ABSENT);

        assertThat(byLabel("team", Operator.IN, "x")).containsExactly("a");
        assertThat(byLabel("team", Operator.IN, "x", "y")).containsExactly("a", "b");
        assertThat(byLabel("team", Operator.IN)).isEmpty();
        assertThat(byLabel("team", Operator.NOT_IN, "x")).containsExactly("b", "c");
        assertThat(byLabel("team", Operator.NOT_IN)).containsExactly("a", "b", "c");
        assertThat(byLabel("team", Operator.EXISTS)).containsExactly("a", "b");
        assertThat(byLabel("team", Operator.ABSENT)).containsExactly("c");
        assertThat(names(Query.all("Run").whereField("status.phase", "queued"))).containsExactly("a", "c");
        assertThat(names(Query.all("Run").whereField("status.phase", "queued", "running")))
                .containsExactly("a", "b", "c");
        assertThat(names(Query.of("Run", NAMESPACE)
                        .whereField("status.phase", "queued")
                        .whereLabel("team", "x")
                        .whereLabel("tier", "1")))
                .containsExactly("a");
        assertThat(names(Query.of("Run", "other").whereField("status.phase", "queued")))
                .isEmpty();
        assertThat(names(Query.all("Session").whereField("status.phase", "queued")))
                .isEmpty();
    }

    @Test
    void selectorsFollowEveryChange() {
        String longValue = "https://forge.example/" + "x".repeat(3_000);
        StoredResource first = put(draft("a", Map.of("l", "1", "gone", "1"), Map.of("f", "1")), ABSENT);
        StoredResource second = put(draft("a", Map.of("l", "2", "new", "1"), Map.of("f", longValue)), first.version());

        assertThat(byLabel("l", Operator.IN, "1")).isEmpty();
        assertThat(byLabel("l", Operator.IN, "2")).containsExactly("a");
        assertThat(byLabel("gone", Operator.EXISTS)).isEmpty();
        assertThat(byLabel("new", Operator.EXISTS)).containsExactly("a");
        assertThat(names(Query.all("Run").whereField("f", longValue))).containsExactly("a");
        assertThat(names(Query.all("Run").whereField("f", longValue + "x"))).isEmpty();
        assertThat(store.get(key("a")).map(StoredResource::fields)).contains(Map.of("f", longValue));

        commit(transaction -> transaction.delete(key("a"), second.version()));
        create("a");
        assertThat(byLabel("l", Operator.EXISTS)).isEmpty();
    }

    @Test
    void pagesFollowEachOtherInByteOrder() {
        List<String> ordered = List.of("A-1", "B", "a", "a-1", "a-b", "a.b", "a0", "aB", "ab", "b");
        Seeds.shuffled(ordered, new Random(7)).forEach(this::create);
        commit(transaction -> transaction.put(
                new ResourceDraft(new ResourceKey("Run", "acme-2", "A"), Map.of(), Map.of(), "{}"), ABSENT));

        for (Query query :
                List.of(Query.of("Run", NAMESPACE), Query.of("Run", NAMESPACE).reversed())) {
            for (int limit = 1; limit <= ordered.size() + 1; limit++) {
                List<String> expected = query.descending() ? reversed(ordered) : ordered;
                assertThat(walk(query.limit(limit))).isEqualTo(expected);
            }
        }
        assertThat(walk(Query.all("Run").limit(3))).hasSize(11).endsWith("A");
        assertThat(walk(Query.all("Run").reversed().limit(3))).hasSize(11).startsWith("A");
    }

    @Test
    void pagesOfSelectedResourcesFollowEachOther() {
        IntStream.range(0, 20)
                .forEach(number ->
                        put(draft("r" + (10 + number), Map.of("even", "" + (number % 2 == 0)), Map.of()), ABSENT));

        Query even = Query.of("Run", NAMESPACE).whereLabel("even", "true").limit(3);
        assertThat(walk(even)).containsExactly("r10", "r12", "r14", "r16", "r18", "r20", "r22", "r24", "r26", "r28");
        assertThat(walk(even.reversed())).isEqualTo(reversed(walk(even)));
    }

    @Test
    void aPageContinuesBehindAKeyThatIsGone() {
        List.of("a", "c").forEach(this::create);

        assertThat(names(Query.of("Run", NAMESPACE).after("acme/b"))).containsExactly("c");
        assertThat(names(Query.of("Run", NAMESPACE).after("acm/z"))).containsExactly("a", "c");
        assertThat(names(Query.of("Run", NAMESPACE).after("acmf/a"))).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Query.of("Run", NAMESPACE).after("b"))
                .withMessage("the key to continue behind must be namespace/name, got 'b'");
    }

    private List<String> byLabel(String name, Operator operator, String... values) {
        Query all = Query.of("Run", NAMESPACE);
        return names(new Query(
                all.kind(),
                all.namespace(),
                List.of(new Selector(name, operator, List.of(values))),
                List.of(),
                "",
                false,
                Query.MAX_LIMIT));
    }

    private List<String> walk(Query query) {
        List<String> all = new ArrayList<>();
        Page page = store.list(query);
        all.addAll(namesOf(page.items()));
        while (!page.next().isEmpty()) {
            assertThat(page.items()).hasSize(query.limit());
            page = store.list(query.after(page.next()));
            all.addAll(namesOf(page.items()));
        }
        return all;
    }

    private static List<String> reversed(List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(at -> names.get(names.size() - 1 - at))
                .toList();
    }
}
