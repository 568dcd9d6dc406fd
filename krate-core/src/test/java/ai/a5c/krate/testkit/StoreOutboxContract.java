package ai.a5c.krate.testkit;

import static ai.a5c.krate.store.ResourceStore.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.a5c.krate.store.Durability;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a store promises of its outbox. */
abstract class StoreOutboxContract extends StoreWatchContract {

    static final Duration LEASE = Duration.ofSeconds(30);
    private static final Instant AFTER_LEASE = NOW.plus(LEASE);

    @Test
    void whatIsCommittedIsHeardByWhoeverWaitsForIt() {
        long before = store.sent("work");
        commit(transaction -> transaction.send("work", "a", NOW));
        assertThat(store.sent("work")).isGreaterThan(before);
        assertThat(store.sent("other")).isZero();

        long known = store.sent("work");
        Future<Long> waiting = start(() -> {
            store.awaitSent("work", known, Duration.ofMinutes(1));
            return store.sent("work");
        });
        commit(transaction -> transaction.send("work", "b", NOW.plusSeconds(60)));
        assertThat(result(waiting)).isGreaterThan(known);
    }

    @Test
    void whatIsNotCommittedIsNotHeard() {
        assertThatIllegalStateException()
                .isThrownBy(() -> commit(transaction -> {
                    transaction.send("work", "a", NOW);
                    throw new IllegalStateException("no");
                }));

        assertThat(store.sent("work")).isZero();
        store.awaitSent("work", 0, Duration.ofMillis(1));
    }

    @Test
    void aMessageIsClaimedOnceItIsDueAndHiddenUntilTheLeaseEnds() {
        send("a", NOW);

        assertThat(claim(NOW.minusNanos(1))).isEmpty();
        Message claimed = only(claim(NOW));
        assertThat(List.of(claimed.topic(), claimed.key(), claimed.claims())).containsExactly("work", "a", 1);
        assertThat(claim(AFTER_LEASE.minusNanos(1))).isEmpty();
        assertThat(only(claim(AFTER_LEASE)).claims()).isEqualTo(2);
        assertThat(store.claim("other", NOW, LEASE, 10)).isEmpty();
    }

    @Test
    void theOldestMessagesAreClaimedFirst() {
        send("late", NOW.plusSeconds(2));
        send("middle", NOW.plusSeconds(1));
        send("early", NOW);

        assertThat(keys(store.claim("work", NOW.plusSeconds(9), LEASE, 0))).isEmpty();
        assertThat(keys(store.claim("work", NOW.plusSeconds(9), LEASE, 2)))
                .containsExactlyInAnyOrder("early", "middle");
        assertThat(keys(store.claim("work", NOW.plusSeconds(9), LEASE, 2))).containsExactly("late");
    }

    @Test
    void aMessageThatIsUnfinishedIsSentOnlyOnceAndTheEarlierTimeCounts() {
        send("a", NOW.plusSeconds(60));
        send("a", NOW);
        send("a", NOW.plusSeconds(90));

        assertThat(store.nextDue("work")).contains(NOW);
        assertThat(claim(NOW)).hasSize(1);
        assertThat(store.nextDue("other")).isEmpty();
    }

    @Test
    void aFinishedMessageIsGone() {
        send("a", NOW);
        Message claimed = only(claim(NOW));

        assertThat(done(claimed)).isTrue();
        assertThat(done(claimed)).isFalse();
        assertThat(store.nextDue("work")).isEmpty();
    }

    @Test
    void aMessageThatIsRetriedIsDueLater() {
        send("a", NOW);
        Message claimed = only(claim(NOW));

        assertThat(retry(claimed, NOW.plusSeconds(5))).isTrue();
        assertThat(retry(claimed, NOW)).isFalse();
        assertThat(done(claimed)).isFalse();
        assertThat(store.nextDue("work")).contains(NOW.plusSeconds(5));
        assertThat(claim(NOW.plusSeconds(4))).isEmpty();
        assertThat(only(claim(NOW.plusSeconds(5))).claims()).isEqualTo(2);
    }

    @Test
    void noTwoClaimsCarryTheSameToken() {
        send("a", NOW);
        Message first = only(claim(NOW));
        retry(first, NOW);
        Message second = only(claim(NOW));
        done(second);
        send("a", NOW);

        assertThat(List.of(first.token(), second.token(), only(claim(NOW)).token()))
                .doesNotHaveDuplicates();
    }

    @Test
    void aClaimIsKnownByItsTokenAlone() {
        send("a", NOW);
        Message held = only(claim(NOW));
        Message another = new Message(held.topic(), held.key(), held.claims(), held.id(), held.token() + 1);

        assertThat(done(another)).isFalse();
        assertThat(retry(another, NOW)).isFalse();
        assertThat(done(held)).isTrue();
    }

    @Test
    void whatMayBeLostMovesMessagesButWritesNothingThatHasANumber() {
        create("a");
        assertThat(relaxed(transaction -> transaction.send("work", "a", NOW))).isTrue();

        assertThatIllegalStateException()
                .isThrownBy(() -> relaxed(transaction -> transaction.put(draft("b", "{}"), ABSENT)))
                .withMessage("a transaction that may be lost writes no resources and no events:"
                        + " readers know them by number");
        assertThatIllegalStateException()
                .isThrownBy(() -> relaxed(transaction -> transaction.delete(
                        key("a"), transaction.get(key("a")).orElseThrow().version())));
        assertThatIllegalStateException()
                .isThrownBy(() -> relaxed(transaction -> transaction.append("stream", event(1))));
        assertThat(only(claim(NOW)).key()).isEqualTo("a");
        assertThat(store.get(key("a"))).isPresent();
        assertThat(store.get(key("b"))).isEmpty();
    }

    private boolean relaxed(Consumer<Transaction> work) {
        return store.transact(Durability.RELAXED, transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    @Test
    void aWorkerThatLostItsClaimFinishesNothing() {
        send("a", NOW);
        Message lost = only(claim(NOW));
        Message current = only(claim(AFTER_LEASE));

        assertThat(done(lost)).isFalse();
        assertThat(retry(lost, NOW)).isFalse();
        assertThat(store.nextDue("work")).contains(AFTER_LEASE.plus(LEASE));
        assertThat(done(current)).isTrue();
    }

    @Test
    void aWorkerWhoseLeaseRanOutUnnoticedStillHasItsClaim() {
        send("a", NOW);
        Message slow = only(claim(NOW));

        assertThat(store.nextDue("work")).contains(AFTER_LEASE);
        assertThat(done(slow)).isTrue();
    }

    @Test
    void aWorkerFromBeforeCannotFinishALaterMessageOfTheSameKey() {
        send("a", NOW);
        Message lost = only(claim(NOW));
        done(only(claim(AFTER_LEASE)));
        send("a", NOW);
        Message later = only(claim(NOW));

        assertThat(later.claims()).isEqualTo(lost.claims());
        assertThat(done(lost)).isFalse();
        assertThat(retry(lost, NOW)).isFalse();
        assertThat(done(later)).isTrue();
    }

    @Test
    void aMessageSentDuringAClaimIsDeliveredOnceMore() {
        send("a", NOW);
        Message claimed = only(claim(NOW));
        send("a", NOW.plusSeconds(7));
        send("a", NOW.plusSeconds(3));

        assertThat(claim(AFTER_LEASE.minusNanos(1))).isEmpty();
        assertThat(done(claimed)).isTrue();
        assertThat(done(claimed)).isFalse();
        assertThat(store.nextDue("work")).contains(NOW.plusSeconds(3));
        Message again = only(claim(NOW.plusSeconds(3)));
        assertThat(again.claims()).isEqualTo(1);
        assertThat(done(again)).isTrue();
        assertThat(store.nextDue("work")).isEmpty();
    }

    @Test
    void aMessageSentDuringAClaimMakesTheRetryDueEarlier() {
        send("a", NOW);
        Message claimed = only(claim(NOW));
        send("a", NOW.plusSeconds(1));

        assertThat(retry(claimed, NOW.plusSeconds(60))).isTrue();
        assertThat(store.nextDue("work")).contains(NOW.plusSeconds(1));
        assertThat(done(only(claim(NOW.plusSeconds(1))))).isTrue();
        assertThat(store.nextDue("work")).isEmpty();
    }

    @Test
    void aMessageSentDuringAClaimThatRunsOutIsDeliveredOnlyOnceMore() {
        send("a", NOW);
        claim(NOW);
        send("a", NOW);

        assertThat(done(only(claim(AFTER_LEASE)))).isTrue();
        assertThat(store.nextDue("work")).isEmpty();
    }

    @Test
    void aFinishedMessageComesBackWhenTheTransactionRollsBack() {
        send("a", NOW);
        Message claimed = only(claim(NOW));
        AtomicBoolean finished = new AtomicBoolean();

        assertThatIllegalStateException()
                .isThrownBy(() -> commit(transaction -> {
                    finished.set(transaction.done(claimed));
                    throw new IllegalStateException("rolled back");
                }));

        assertThat(finished).isTrue();
        assertThat(only(claim(AFTER_LEASE)).claims()).isEqualTo(2);
    }

    @Test
    void manyWorkersShareTheMessagesWithoutOverlap() {
        commit(transaction -> {
            for (int number = 0; number < 120; number++) {
                transaction.send("work", "m" + number, NOW);
            }
        });

        List<String> claimed = atOnce(8, worker -> {
                    List<String> own = new ArrayList<>();
                    List<Message> some = store.claim("work", NOW, LEASE, 7);
                    while (!some.isEmpty()) {
                        some.forEach(message -> own.add(done(message) ? message.key() : "lost"));
                        some = store.claim("work", NOW, LEASE, 7);
                    }
                    return own;
                })
                .stream()
                .flatMap(List::stream)
                .toList();
        claim(NOW).forEach(message -> assertThat(done(message)).isTrue());

        assertThat(claimed).doesNotContain("lost").doesNotHaveDuplicates();
        assertThat(new HashSet<>(claimed).size()).isBetween(100, 120);
        assertThat(store.nextDue("work")).isEmpty();
    }

    @Test
    void timesKeepTheirNanosecondsAndFarTimesStayFar() {
        Instant exact = NOW.plusNanos(123_456_789);
        send("a", exact);
        commit(transaction -> transaction.send("early", "a", Instant.EPOCH.minusNanos(1)));
        commit(transaction -> transaction.send("never", "a", Instant.MAX));

        assertThat(store.nextDue("work")).contains(exact);
        assertThat(store.nextDue("early")).contains(Instant.EPOCH.minusNanos(1));
        assertThat(store.claim("never", NOW.plus(Duration.ofDays(36_500)), LEASE, 1))
                .isEmpty();
    }

    private void send(String key, Instant due) {
        commit(transaction -> transaction.send("work", key, due));
    }

    private List<Message> claim(Instant now) {
        return store.claim("work", now, LEASE, 10);
    }

    private boolean done(Message message) {
        return store.transact(transaction -> transaction.done(message));
    }

    private boolean retry(Message message, Instant due) {
        return store.transact(transaction -> transaction.retry(message, due));
    }

    private static Message only(List<Message> messages) {
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static List<String> keys(List<Message> messages) {
        return messages.stream().map(Message::key).toList();
    }
}
