package ai.a5c.krate.server.http;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The addresses of identities, permissions, secrets and stacks, with an organization behind them. */
abstract class PermissionFace {

    static final String VALUE = "sk-the-value-itself-0123456789";
    static final String BASE = "/api/orgs/acme/agents";
    static final String JSON = "application/json";
    final World world = new World();

    final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new IdentityRoutes(world.gate, world.desk),
                    new PermissionRoutes(world.gate, world.desk, world.reviews),
                    new SecretRoutes(world.gate, world.desk, world.inventory),
                    new DocumentRoutes(world.gate, world.desk),
                    new StackRoutes(world.gate, world.desk, world.reviews)),
            (code, message, correlationId) -> "<p>" + code + "</p>");

    final Client acme = new Client(server.port(), world.acme);
    final Client reader = new Client(server.port(), world.acmeReader);
    final Client globex = new Client(server.port(), world.globex);
    final Client nobody = new Client(server.port(), "");

    @BeforeEach
    void fill() {
        world.secrets.with("acme", "model-provider", "api-key", VALUE);
        world.secrets.with("globex", "their-own", "token", VALUE);
        world.put(World.resource("User", "acme", "ada", Map.of("displayName", "Ada"), Map.of()));
        world.put(World.resource("Team", "acme", "platform", Map.of("members", List.of("ada")), Map.of()));
        world.put(World.resource(
                "AgentServiceAccount",
                "acme",
                "fixer",
                Map.of(
                        "namespace",
                        "acme",
                        "serviceAccountName",
                        "krate-fixer",
                        "allowedRepositories",
                        List.of("acme/*"),
                        "allowedRunnerPools",
                        List.of("local"),
                        "trustTier",
                        "trusted"),
                Map.of()));
        world.put(World.resource(
                "RunnerPool",
                "acme",
                "local",
                Map.of("maxReplicas", 2, "trustTier", "trusted", "serviceAccountRef", "fixer"),
                Map.of()));
        world.put(World.resource("AgentStack", "acme", "claude-fix", stackSpec(), Map.of()));
        world.put(World.resource(
                "AgentTriggerRule",
                "acme",
                "claude-mention",
                Map.of("sources", List.of("issue-comment"), "agentStack", "claude-fix", "taskKind", "issue-fix"),
                Map.of()));
        world.put(World.resource(
                "Role",
                "acme",
                "reader",
                Map.of("rules", List.of(Map.of("resources", List.of("pods"), "verbs", List.of("get", "list")))),
                Map.of()));
    }

    static Map<String, Object> stackSpec() {
        return Map.of(
                "baseAgent", "claude-code",
                "adapter", "claude",
                "runtimeIdentity", Map.of("serviceAccountRef", "fixer"),
                "runnerPool", "local",
                "requiredSecrets",
                        List.of(Map.of(
                                "name",
                                "model-provider",
                                "keys",
                                List.of("api-key"),
                                "purpose",
                                "model-provider-token")));
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    static final String ACCOUNT = """
            {"metadata":{"name":"second"},"spec":{"namespace":"acme","serviceAccountName":"krate-second"}}""";

    static final String BINDING = """
            {"metadata":{"name":"second"},"spec":{"subject":{"kind":"agent-stack","name":"claude-fix"},
             "roleRef":"reader","scope":{"kind":"namespace"}}}""";

    static final String GRANT = """
            metadata: { name: second }
            spec:
              subject: { kind: agent-stack, name: claude-fix }
              secretRef: { name: model-provider, keys: [api-key] }
              purpose: model-provider-token
            """;

    static final String CONFIG_GRANT = """
            {"metadata":{"name":"second"},"spec":{"subject":{"kind":"agent-stack","name":"claude-fix"},
             "configMapRef":{"name":"settings","keys":["mode"]},"purpose":"tool-config"}}""";

    static final String STACK = """
            {"metadata":{"name":"second"},"spec":{"baseAgent":"codex","adapter":"command",
             "runtimeIdentity":{"serviceAccountRef":"fixer"},"runnerPool":"local"}}""";

    static String body(String path) {
        return switch (path) {
            case "/identities/service-accounts" -> ACCOUNT;
            case "/permissions/role-bindings" -> BINDING;
            case "/secrets/grants" -> GRANT;
            case "/config/grants" -> CONFIG_GRANT;
            case "/stacks" -> STACK;
            case "/permissions/review" -> "{\"agentStack\":\"claude-fix\"}";
            default -> "{}";
        };
    }

    static Reply post(Client client, String path, String body) throws Exception {
        return client.post(BASE + path, body.startsWith("metadata") ? "application/yaml" : JSON, body);
    }
}
