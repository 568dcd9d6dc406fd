package ai.a5c.krate.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;

/** Says which namespace an organization's resources live in. */
public final class OrganizationRoutes implements Routes {

    private final Gate gate;

    public OrganizationRoutes(Gate gate) {
        this.gate = gate;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/orgs/{org}", this::get);
    }

    private void get(Context context) {
        Scope scope = gate.see(context);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("slug", scope.organization());
        tree.put("namespace", scope.namespace());
        Answers.json(context, 200, tree);
    }
}
