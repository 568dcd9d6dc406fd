package ai.a5c.krate.server.bench;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceDraft;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What a get and a page of 100 cost as the store grows tenfold and tenfold again, beside the smallest size. */
final class StoreBench implements Bench {

    private static final String KIND = "RunnerPool";
    private static final String PEER = "the same at 100 resources";
    private static final int BATCH = 1_000;

    @Override
    public List<Figure> run(Grounds grounds, int largest) {
        List<Figure> figures = new ArrayList<>();
        try (ResourceStore store = JdbcResourceStore.sqlite(grounds.file("growing.db"))) {
            Timings firstGet = null;
            Timings firstPage = null;
            int there = 0;
            for (int size = 100; size <= largest; size *= 10) {
                fill(store, there, size);
                there = size;
                Timings get = gets(store, size);
                Timings page = pages(store, size);
                firstGet = firstGet == null ? get : firstGet;
                firstPage = firstPage == null ? page : firstPage;
                figures.add(Figure.of("get from the store", size, get, PEER, firstGet));
                figures.add(Figure.of("page of 100 from the store", size, page, PEER, firstPage));
            }
        }
        return figures;
    }

    private static void fill(ResourceStore store, int from, int to) {
        for (int start = from; start < to; start += BATCH) {
            int first = start;
            store.transact(transaction -> {
                for (int i = first; i < Math.min(to, first + BATCH); i++) {
                    transaction.put(draft(i), ResourceStore.ABSENT);
                }
                return first;
            });
        }
    }

    private static ResourceDraft draft(int number) {
        return new ResourceDraft(
                key(number),
                Map.of("krate.a5c.ai/org", "bench"),
                Map.of("spec.trustTier", number % 2 == 0 ? "trusted" : "untrusted"),
                "{\"spec\":{\"maxReplicas\":1,\"note\":\"%s\"}}".formatted("x".repeat(500)));
    }

    private static ResourceKey key(int number) {
        return new ResourceKey(KIND, Grounds.NAMESPACE, "pool-%07d".formatted(number));
    }

    private static Timings gets(ResourceStore store, int size) {
        SplittableRandom random = new SplittableRandom(size);
        return Timings.of(5_000, () -> store.get(key(random.nextInt(size))).orElseThrow());
    }

    private static Timings pages(ResourceStore store, int size) {
        SplittableRandom random = new SplittableRandom(size);
        Query query = Query.of(KIND, Grounds.NAMESPACE).limit(100);
        return Timings.of(
                500,
                () -> store.list(query.after(Grounds.NAMESPACE + "/"
                        + key(random.nextInt(Math.max(1, size - 100))).name())));
    }
}
