package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One page over several namespaces, in key order. */
final class NamespacePages {

    private NamespacePages() {}

    static ResourceList list(ResourceDesk desk, Query query, Reach reach) {
        if (reach.all()) {
            return desk.list(query);
        }
        List<Resource> items = new ArrayList<>();
        for (String namespace : reach.some()) {
            if (query.after().compareTo(namespace + "0") >= 0) {
                continue;
            }
            if (items.size() == query.limit()) {
                return new ResourceList(items, lastKey(items));
            }
            ResourceList page = desk.list(in(query, namespace, query.limit() - items.size()));
            items.addAll(page.items());
            if (!page.next().isEmpty()) {
                return new ResourceList(items, page.next());
            }
        }
        return new ResourceList(items, "");
    }

    private static Query in(Query query, String namespace, int limit) {
        String after = query.after().startsWith(namespace + "/") ? query.after() : "";
        return new Query(query.kind(), Optional.of(namespace), query.labels(), query.fields(), after, false, limit);
    }

    private static String lastKey(List<Resource> items) {
        Resource last = items.get(items.size() - 1);
        return last.metadata().namespace() + "/" + last.metadata().name();
    }
}
