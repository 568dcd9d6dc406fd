package ai.a5c.krate.testkit;

import static ai.a5c.krate.store.ResourceStore.ABSENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.Message;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.VersionConflictException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store that several processes share promises beside {@link ResourceStoreContract}. */
public abstract class SharedStoreContract extends ResourceStoreContract {

    private ResourceStore opened;

    /** The store that was opened last, as another process would open it; the kit closes it. */
    protected abstract ResourceStore sameStore();

    @AfterEach
    void closeOther() {
        if (opened != null) {
            opened.close();
        }
    }

    private synchronized ResourceStore other() {
        if (opened == null) {
            opened = sameStore();
        }
        return opened;
    }

    @Override
    protected ResourceStore sealer(int number) {
        return number % 2 == 0 ? store : other();
    }

    @Test
    void whatOneCommitsTheOtherReads() {
        StoredResource stored = create("a");

        assertThat(other().get(key("a"))).contains(stored);
        assertThat(other().changes(ChangeQuery.ALL, 0, 10)).hasSize(1);
        assertThat(other().version()).isEqualTo(store.version());
        assertThatThrownBy(() -> other().transact(transaction -> transaction.put(draft("a", "{}"), ABSENT)))
                .isInstanceOf(VersionConflictException.class);
    }

    @Test
    void whoWaitsHearsOfTheOther() {
        long before = create("a").version();
        Future<Long> waiting = start(() -> {
            other().awaitChange(before, Duration.ofMinutes(1));
            return other().version();
        });

        long after = create("b").version();

        assertThat(result(waiting)).isEqualTo(after);
    }

    @Test
    void bothShareTheMessagesWithoutOverlap() {
        commit(transaction -> {
            for (int number = 0; number < 60; number++) {
                transaction.send("work", "m" + number, NOW);
            }
        });

        List<String> claimed = atOnce(6, number -> sealer(number).claim("work", NOW, LEASE, 10)).stream()
                .flatMap(List::stream)
                .map(Message::key)
                .toList();
        List<String> rest = Stream.of(store, other())
                .flatMap(one -> one.claim("work", NOW, LEASE, 60).stream())
                .map(Message::key)
                .toList();

        assertThat(Stream.concat(claimed.stream(), rest.stream())).hasSize(60).doesNotHaveDuplicates();
        assertThat(claimed).isNotEmpty();
    }

    @Test
    void ofTwoWhoTakeAKeyAtOnceOneGetsIt() {
        List<String> holders = atOnce(
                12,
                number -> sealer(number)
                        .transact(transaction ->
                                transaction.take("s", "k", "holder-" + number, NOW, NOW.plusSeconds(9))));

        assertThat(holders).containsOnly(holders.get(0));
    }

    @Test
    void transactionsOfBothThatLockTheSameNameFollowEachOther() {
        put(draft("counter", "0"), ABSENT);

        atOnce(
                6,
                number -> sealer(number).transact(transaction -> {
                    transaction.lock(List.of("other" + number, "counter", "counter"));
                    StoredResource counter = transaction.get(key("counter")).orElseThrow();
                    String next = String.valueOf(Integer.parseInt(counter.document()) + 1);
                    return transaction.put(draft("counter", next), counter.version());
                }));

        assertThat(store.get(key("counter")).map(StoredResource::document)).contains("6");
    }
}
