package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.identity.AgentServiceAccount;
import ai.a5c.krate.server.view.Identities;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;

/** Users, teams and the identities of agents and runners. */
public final class IdentityRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;

    public IdentityRoutes(Gate gate, ResourceDesk desk) {
        this.gate = gate;
        this.desk = desk;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/identities", this::list);
            routes.post(
                    prefix + "/identities/service-accounts",
                    context -> Creation.of(context, gate, desk, AgentServiceAccount.class));
        }
    }

    private void list(Context context) {
        Scope scope = gate.read(context);
        Answers.json(context, 200, Identities.read(desk, scope.namespace()));
    }
}
