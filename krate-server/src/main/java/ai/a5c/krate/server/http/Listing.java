package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.store.Query;
import io.javalin.http.Context;

/** A page of resources, the newest first, with the bounds and filters that a request asks for. */
final class Listing {

    private final Context context;
    private final Query query;

    private Listing(Context context, Query query) {
        this.context = context;
        this.query = query;
    }

    static Listing newest(Context context, Query query) {
        return new Listing(
                context, query.reversed().limit(Answers.limit(context)).after(Answers.query(context, "continue")));
    }

    /** Those alone whose {@code field} is what the request's {@code parameter} says, if it says anything. */
    Listing where(String parameter, String field) {
        String wanted = Answers.query(context, parameter);
        return wanted.isEmpty() ? this : new Listing(context, query.whereField(field, wanted));
    }

    void answer(ResourceDesk desk) {
        ResourceList page = desk.list(query);
        Answers.items(context, page.items(), page.next());
    }
}
