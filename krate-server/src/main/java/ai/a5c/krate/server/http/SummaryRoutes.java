package ai.a5c.krate.server.http;

import ai.a5c.krate.server.view.Summary;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An organization's counters, for dashboards. */
public final class SummaryRoutes implements Routes {

    private final Gate gate;
    private final ResourceStore store;
    private final InstantSource clock;

    public SummaryRoutes(Gate gate, ResourceStore store, InstantSource clock) {
        this.gate = gate;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/summary", this::summary);
        }
    }

    private void summary(Context context) {
        Scope scope = gate.read(context);
        Instant now = clock.instant();
        Summary summary = Summary.of(store, scope.namespace(), now);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("time", now.toString());
        tree.put("runs", summary.runs());
        tree.put(
                "queue",
                Map.of(
                        "length", summary.queued(),
                        "oldestWaitSeconds", summary.oldestWait().toSeconds()));
        tree.put("pendingApprovals", summary.pendingApprovals());
        tree.put("cost", Map.of("todayUsd", summary.costToday(), "thisMonthUsd", summary.costThisMonth()));
        tree.put("sessions", summary.sessions());
        tree.put("deliveries", summary.deliveries());
        tree.put("workspaces", summary.workspaces());
        Answers.json(context, 200, tree);
    }
}
