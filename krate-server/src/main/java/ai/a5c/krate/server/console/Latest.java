package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.rehearsal.Newest;
import ai.a5c.krate.engine.rehearsal.Newest.Written;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import io.javalin.http.Context;
import java.util.List;

/**
 * One page of resources whose names say nothing of time: what was written last comes first.
 *
 * @param next what the next page is asked for with, or empty
 */
record Latest<R extends Resource>(List<R> items, String next) {

    Latest {
        items = List.copyOf(items);
    }

    /** The page that {@code context} asks for. */
    static <R extends Resource> Latest<R> of(
            ConsoleParts parts, Class<R> kind, Query query, Context context, int most) {
        String asked = Frame.query(context, "continue");
        long before = asked.matches("[0-9]{1,18}") ? Long.parseLong(asked) : Long.MAX_VALUE;
        return of(parts.desk(), kind, Newest.of(parts.store(), query, before, most), most);
    }

    /** The first page. */
    static <R extends Resource> List<R> first(ConsoleParts parts, Class<R> kind, Query query, int most) {
        List<Written> newest = Newest.of(parts.store(), query, Long.MAX_VALUE, most);
        return of(parts.desk(), kind, newest, most).items();
    }

    private static <R extends Resource> Latest<R> of(ResourceDesk desk, Class<R> kind, List<Written> page, int most) {
        return new Latest<>(
                page.stream()
                        .flatMap(one -> desk.get(one.key()).stream())
                        .map(kind::cast)
                        .toList(),
                page.size() < most
                        ? ""
                        : Long.toString(page.get(page.size() - 1).version()));
    }
}
