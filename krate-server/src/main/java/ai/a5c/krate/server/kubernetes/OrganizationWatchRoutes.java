package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Gate;
import ai.a5c.krate.server.http.LiveFeed;
import ai.a5c.krate.server.http.Permission;
import ai.a5c.krate.server.http.Routes;
import ai.a5c.krate.server.http.Scope;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;

/** Watches of an organization's resources as server-sent events: what is there, then what changes. */
public final class OrganizationWatchRoutes implements Routes {

    private final Gate gate;
    private final ResourceStore store;
    private final LiveFeed live;
    private final InstantSource clock;

    public OrganizationWatchRoutes(Gate gate, ResourceStore store, LiveFeed live, InstantSource clock) {
        this.gate = gate;
        this.store = store;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/watch/orgs/{org}/{plural}", this::watch);
    }

    private void watch(Context context) {
        Access access = gate.access(context);
        Scope scope = gate.scope(access, context.pathParam("org"), Caller.Road.API);
        Kind kind = KindRegistry.all().stream()
                .filter(one -> one.info().plural().equals(context.pathParam("plural")))
                .filter(one -> !one.info().installation() && !AuditReading.reads(one))
                .findFirst()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such kind to watch"));
        Selection selection = selection(context, kind);
        Reach reach = Reach.of(new TreeSet<>(List.of(scope.namespace())));
        long after = LiveFeed.resumeAfter(context);
        Known known = new Known(selection);
        if (after > 0) {
            known.look(store, reach);
        }
        live.openEvents(context, new OrganizationEvents(known, reach, after, Permission.of(gate, access, clock)));
    }

    private static Selection selection(Context context, Kind kind) {
        try {
            return Selection.of(context, kind);
        } catch (Refusal e) {
            throw new ApiException(ErrorCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
