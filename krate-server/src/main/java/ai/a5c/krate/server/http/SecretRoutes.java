package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.ResourceList;
import ai.a5c.krate.engine.SecretInventory;
import ai.a5c.krate.kind.identity.AgentConfigGrant;
import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.server.view.Keyring;
import ai.a5c.krate.store.Query;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** What secrets and ConfigMaps there are, who needs them and who may use them; never what is in them. */
public final class SecretRoutes implements Routes {

    private final Gate gate;
    private final ResourceDesk desk;
    private final SecretInventory secrets;

    public SecretRoutes(Gate gate, ResourceDesk desk, SecretInventory secrets) {
        this.gate = gate;
        this.desk = desk;
        this.secrets = secrets;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        for (String prefix : List.of("/api/orgs/{org}/agents", "/api/agents")) {
            routes.get(prefix + "/secrets", this::secrets);
            routes.get(prefix + "/configmaps", this::configs);
            routes.get(prefix + "/capability-requirements", this::requirements);
            routes.post(
                    prefix + "/secrets/grants", context -> Creation.of(context, gate, desk, AgentSecretGrant.class));
            routes.post(prefix + "/config/grants", context -> Creation.of(context, gate, desk, AgentConfigGrant.class));
        }
    }

    private void secrets(Context context) {
        Scope scope = gate.read(context);
        Answers.json(context, 200, Map.of("items", Keyring.secrets(desk, secrets, scope.namespace())));
    }

    private void configs(Context context) {
        Scope scope = gate.read(context);
        Answers.json(context, 200, Map.of("items", Keyring.configs(desk, secrets, scope.namespace())));
    }

    private void requirements(Context context) {
        Scope scope = gate.read(context);
        ResourceList page = desk.list(Query.of("AgentCapabilityRequirement", scope.namespace())
                .limit(Answers.limit(context))
                .after(Answers.query(context, "continue")));
        Answers.items(context, page.items(), page.next());
    }
}
