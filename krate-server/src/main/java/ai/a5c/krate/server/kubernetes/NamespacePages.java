package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.http.Tick;
import ai.a5c.krate.store.Page;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StoredResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages over the namespaces that a request reaches, in key order. */
final class NamespacePages {

    private NamespacePages() {}

    /** At most {@code limit} resources behind {@code after}; {@code next} is empty when there are no more. */
    static Page list(ResourceStore store, Selection selection, Reach reach, String after, int limit) {
        Optional<String> name = selection.onlyName();
        if (name.isPresent() && !reach.all()) {
            return named(store, selection, reach, name.get());
        }
        List<StoredResource> items = new ArrayList<>();
        String cursor = after;
        do {
            Query query = selection.query(Math.min(Query.MAX_LIMIT, limit - items.size()));
            Page page = page(store, query.after(cursor), reach);
            page.items().stream().filter(item -> selection.keeps(item.key())).forEach(items::add);
            cursor = page.next();
        } while (!cursor.isEmpty() && items.size() < limit);
        return new Page(items, cursor);
    }

    /** The same for a watcher, read once for all who ask for the same page at the same look. */
    static Page shared(Tick tick, Selection selection, Reach reach, String after, int limit) {
        return tick.once(
                List.of("page", selection, reach, after, limit),
                () -> list(tick.store(), selection, reach, after, limit));
    }

    private static Page named(ResourceStore store, Selection selection, Reach reach, String name) {
        List<StoredResource> items = reach.some().stream()
                .filter(namespace -> !name.isEmpty())
                .flatMap(namespace -> store.get(new ResourceKey(selection.kind().name(), namespace, name)).stream())
                .filter(selection::matches)
                .toList();
        return new Page(items, "");
    }

    private static Page page(ResourceStore store, Query query, Reach reach) {
        if (reach.all()) {
            return store.list(query);
        }
        List<StoredResource> items = new ArrayList<>();
        for (String namespace : reach.some()) {
            if (query.after().compareTo(namespace + "0") >= 0) {
                continue;
            }
            if (items.size() == query.limit()) {
                return new Page(items, lastKey(items));
            }
            Page page = store.list(in(query, namespace, query.limit() - items.size()));
            items.addAll(page.items());
            if (!page.next().isEmpty()) {
                return new Page(items, page.next());
            }
        }
        return new Page(items, "");
    }

    private static Query in(Query query, String namespace, int limit) {
        String after = query.after().startsWith(namespace + "/") ? query.after() : "";
        return new Query(query.kind(), Optional.of(namespace), query.labels(), query.fields(), after, false, limit);
    }

    private static String lastKey(List<StoredResource> items) {
        ResourceKey last = items.get(items.size() - 1).key();
        return last.namespace() + "/" + last.name();
    }
}
