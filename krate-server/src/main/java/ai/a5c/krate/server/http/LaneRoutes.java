package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.subagent.LaneReader;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** The subagents of a run, those of its runtime and those that are runs of their own. */
public final class LaneRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;
    private final LaneReader lanes;

    public LaneRoutes(Gate gate, ResourceDesk desk, LaneReader lanes) {
        this.gate = gate;
        this.desk = desk;
        this.lanes = lanes;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/runs/{run}/lanes", this::list);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        AgentDispatchRun run = desk.get(AgentDispatchRun.class, scope.namespace(), context.pathParam("run"))
                .orElseThrow(() -> ApiException.missing(""));
        Answers.json(
                context,
                200,
                Map.of("items", lanes.lanes(run).stream().map(Json::toTree).toList()));
    }
}
