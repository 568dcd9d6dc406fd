package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.RuntimeInventory;
import ai.a5c.krate.json.Json;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** What runtimes and their agents can do here. */
public final class CapabilityRoutes implements Routes {

    private final Gate gate;
    private final RuntimeInventory runtimes;

    public CapabilityRoutes(Gate gate, RuntimeInventory runtimes) {
        this.gate = gate;
        this.runtimes = runtimes;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/capabilities", this::list);
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        Answers.json(context, 200, Json.toTree(runtimes.read(scope.namespace())));
    }
}
