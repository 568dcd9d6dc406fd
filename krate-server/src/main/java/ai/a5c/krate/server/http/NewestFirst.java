package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.StoredRecords;
import ai.a5c.krate.engine.rehearsal.Newest;
import ai.a5c.krate.engine.rehearsal.Newest.Written;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.http.Context;
import java.util.List;

/** Pages of resources whose names say nothing of time: what was written last comes first. */
final class NewestFirst {

    private NewestFirst() {}

    /** Answers with {@code limit} of what {@code query} asks for, written before the version {@code continue}. */
    static void answer(Context context, ResourceStore store, Query query) {
        int limit = Answers.limit(context);
        long before = Answers.number(context, "continue", Long.MAX_VALUE, Long.MAX_VALUE);
        List<Written> page = Newest.of(store, query, before, limit);
        List<Resource> items = page.stream()
                .flatMap(one -> store.get(one.key()).stream())
                .map(StoredRecords::read)
                .toList();
        String next = page.size() < limit
                ? ""
                : Long.toString(page.get(page.size() - 1).version());
        Answers.items(context, items, next);
    }
}
