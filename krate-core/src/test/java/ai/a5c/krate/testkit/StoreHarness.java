package ai.a5c.krate.testkit;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.AuditEntry;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fresh store for each test and the words in which the store's contract is written. */
abstract class StoreHarness {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final String NAMESPACE = "acme";

    ResourceStore store;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** An empty store; the kit closes it. */
    protected abstract ResourceStore newStore();

    @BeforeEach
    void openStore() {
        store = newStore();
    }

    @AfterEach
    void closeStore() {
        threads.shutdownNow();
        store.close();
    }

    static ResourceKey key(String name) {
        return new ResourceKey("Run", NAMESPACE, name);
    }

    static ResourceDraft draft(String name, String document) {
        return new ResourceDraft(key(name), Map.of(), Map.of(), document);
    }

    static ResourceDraft draft(String name, Map<String, String> labels, Map<String, String> fields) {
        return new ResourceDraft(key(name), labels, fields, "{}");
    }

    static AuditEntry entry(String id, String organization) {
        return new AuditEntry(id, organization, NOW.plusNanos(123_456_789), "ann", "run.create", "Run/acme/a", "{}");
    }

    static StreamEvent event(long sequence) {
        return new StreamEvent(sequence, NOW.plusNanos(sequence), "output", "{\"n\":" + sequence + "}");
    }

    void commit(Consumer<Transaction> work) {
        store.transact(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    StoredResource put(ResourceDraft draft, long expected) {
        return store.transact(transaction -> transaction.put(draft, expected));
    }

    StoredResource create(String name) {
        return put(draft(name, "{}"), ResourceStore.ABSENT);
    }

    List<String> names(Query query) {
        return namesOf(store.list(query).items());
    }

    static List<String> namesOf(List<StoredResource> resources) {
        return resources.stream().map(resource -> resource.key().name()).toList();
    }

    <T> Future<T> start(Callable<T> work) {
        return threads.submit(work);
    }

    /** The results of {@code work} in {@code count} threads that start at once. */
    <T> List<T> atOnce(int count, IntFunction<T> work) {
        CountDownLatch ready = new CountDownLatch(count);
        List<Future<T>> running = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int own = number;
            running.add(start(() -> {
                ready.countDown();
                ready.await();
                return work.apply(own);
            }));
        }
        return running.stream().map(StoreHarness::result).toList();
    }

    static <T> T result(Future<T> running) {
        try {
            return running.get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("a thread of the test does not end", e);
        } catch (ExecutionException e) {
            throw new AssertionError("a thread of the test failed: " + e.getCause(), e.getCause());
        }
    }

    /**
     * How long one transaction may wait for what happens in another one: in vain where there is only one writer, so the
     * default is short.
     */
    protected Duration patience() {
        return Duration.ofMillis(200);
    }

    /** Waits for {@code latch}, or for as long as there is {@link #patience}. */
    void giveChance(CountDownLatch latch) {
        try {
            boolean came = latch.await(patience().toMillis(), TimeUnit.MILLISECONDS);
            System.getLogger(StoreHarness.class.getName()).log(System.Logger.Level.TRACE, came);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
