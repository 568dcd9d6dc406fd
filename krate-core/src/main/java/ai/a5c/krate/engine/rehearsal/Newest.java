package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Finds what was written last, reading page by page and remembering no more than was asked for. */
public final class Newest {

    private Newest() {}

    /**
     * The keys of what {@code query} asks for that was written last, the newest first.
     *
     * @param before only what was written before this version
     * @param most at most so many
     */
    public static List<Written> of(ResourceStore store, Query query, long before, int most) {
        PriorityQueue<Written> newest = new PriorityQueue<>(Comparator.comparingLong(Written::version));
        Query next = query;
        Page page;
        do {
            page = store.list(next);
            for (StoredResource item : page.items()) {
                if (item.version() < before) {
                    newest.add(new Written(item.key(), item.version()));
                }
                if (newest.size() > most) {
                    newest.remove();
                }
            }
            next = next.after(page.next());
        } while (!page.next().isEmpty());
        return newest.stream()
                .sorted(Comparator.comparingLong(Written::version).reversed())
                .toList();
    }

    /** A key and the version that it was last written at. */
    public record Written(ResourceKey key, long version) {}
}
