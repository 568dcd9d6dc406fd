package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.http.Gate;
import ai.a5c.krate.server.http.LiveFeed;
import ai.a5c.krate.server.http.Permission;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.http.Context;
import java.time.InstantSource;

/** Answers watches, which then go on without a thread of their own. */
final class Watching {

    private final Gate gate;
    private final ResourceStore store;
    private final LiveFeed live;
    private final InstantSource clock;

    Watching(Gate gate, ResourceStore store, LiveFeed live, InstantSource clock) {
        this.gate = gate;
        this.store = store;
        this.live = live;
        this.clock = clock;
    }

    void watch(Context context, Access access, Kind kind, Reach reach) {
        WatchQuestion question = WatchQuestion.of(context, Selection.of(context, kind), reach);
        long current = store.version();
        long version = question.from().orElse(current);
        Known known = new Known(question.selection());
        if (question.from().isPresent()) {
            known.look(store, reach);
        }
        live.openLines(context, new WatchLines(question, known, version, clock, Permission.of(gate, access, clock)));
    }
}
