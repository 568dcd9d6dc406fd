package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.kind.identity.AgentSecretGrant;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PermissionApiTest {

    private static final String VALUE = "sk-the-value-itself-0123456789";
    private static final String BASE = "/api/orgs/acme/agents";
    private static final String JSON = "application/json";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new IdentityRoutes(world.gate, world.desk),
                    new PermissionRoutes(world.gate, world.desk, world.reviews),
                    new SecretRoutes(world.gate, world.desk, world.inventory),
                    new DocumentRoutes(world.gate, world.desk),
                    new StackRoutes(world.gate, world.desk, world.reviews)),
            (code, message, correlationId) -> "<p>" + code + "</p>");
    private final Client acme = new Client(server.port(), world.acme);
    private final Client reader = new Client(server.port(), world.acmeReader);
    private final Client globex = new Client(server.port(), world.globex);
    private final Client nobody = new Client(server.port(), "");

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

    private static Map<String, Object> stackSpec() {
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

    private static final String ACCOUNT = """
            {"metadata":{"name":"second"},"spec":{"namespace":"acme","serviceAccountName":"krate-second"}}""";
    private static final String BINDING = """
            {"metadata":{"name":"second"},"spec":{"subject":{"kind":"agent-stack","name":"claude-fix"},
             "roleRef":"reader","scope":{"kind":"namespace"}}}""";
    private static final String GRANT = """
            metadata: { name: second }
            spec:
              subject: { kind: agent-stack, name: claude-fix }
              secretRef: { name: model-provider, keys: [api-key] }
              purpose: model-provider-token
            """;
    private static final String CONFIG_GRANT = """
            {"metadata":{"name":"second"},"spec":{"subject":{"kind":"agent-stack","name":"claude-fix"},
             "configMapRef":{"name":"settings","keys":["mode"]},"purpose":"tool-config"}}""";
    private static final String STACK = """
            {"metadata":{"name":"second"},"spec":{"baseAgent":"codex","adapter":"command",
             "runtimeIdentity":{"serviceAccountRef":"fixer"},"runnerPool":"local"}}""";

    private static String body(String path) {
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

    private static Reply post(Client client, String path, String body) throws Exception {
        return client.post(BASE + path, body.startsWith("metadata") ? "application/yaml" : JSON, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identities/service-accounts",
                "/permissions/role-bindings",
                "/secrets/grants",
                "/config/grants",
                "/stacks"
            })
    void aWriterMakesOneOnceAndNobodyElseDoes(String path) throws Exception {
        assertThat(post(nobody, path, body(path)).status()).isEqualTo(401);
        Reply reading = post(reader, path, body(path));
        assertThat(reading.status()).isEqualTo(403);
        assertThat(reading.body()).contains("\"code\":\"POLICY_DENIED\"");
        Reply foreign = post(globex, path, body(path));
        Reply missing = globex.post("/api/orgs/nowhere/agents" + path, JSON, body(path));
        assertThat(foreign.error()).isEqualTo(missing.error()).startsWith("404 ");
        Reply made = post(acme, path, body(path));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("\"name\":\"second\"").contains("\"organizationRef\":\"acme\"");
        Reply again = post(acme, path, body(path));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).contains("\"code\":\"ALREADY_EXISTS\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identities/service-accounts",
                "/permissions/role-bindings",
                "/secrets/grants",
                "/config/grants",
                "/stacks",
                "/permissions/review"
            })
    void hostileBodiesAreRefusedAndTheFieldIsNamed(String path) throws Exception {
        boolean review = path.endsWith("review");
        String good = body(path);
        assertThat(post(acme, path, "").status()).isIn(400, 415, 422);
        assertThat(post(acme, path, "[]").status()).isIn(400, 422);
        assertThat(post(acme, path, "{").status()).isIn(400, 422);
        assertThat(post(acme, path, "{\"a\":" + "[".repeat(300) + "]".repeat(300) + "}")
                        .status())
                .isIn(400, 422);
        assertThat(acme.oversized(BASE + path)).startsWith("HTTP/1.1 413 ");
        assertThat(acme.post(BASE + path, "text/html", good).status()).isEqualTo(415);
        Reply unknown = post(
                acme,
                path,
                "{\"evil\":1," + (review ? good.substring(1) : inJson(path).substring(1)));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.body()).contains("\"field\":\"$.evil\"");
        String nul = (review ? good : inJson(path))
                .replace("claude-fix", "cla\\u0000ude")
                .replace("second", "sec\\u0000ond");
        assertThat(post(acme, path, nul).status()).as(nul).isIn(400, 422);
        Reply type = post(acme, path, review ? "{\"agentStack\":7}" : "{\"metadata\":{\"name\":\"x\"},\"spec\":7}");
        assertThat(type.status()).isEqualTo(422);
        assertThat(type.body()).contains(review ? "\"field\":\"$.agentStack\"" : "\"field\":\"$.spec\"");
        assertThat(world.desk.all(AgentSecretGrant.class, "acme")).isEmpty();
    }

    private static String inJson(String path) {
        return path.equals("/secrets/grants") ? """
                {"metadata":{"name":"second"},"spec":{"subject":{"kind":"agent-stack","name":"claude-fix"},
                 "secretRef":{"name":"model-provider","keys":["api-key"]},"purpose":"model-provider-token"}}""" : body(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identities/service-accounts",
                "/permissions/role-bindings",
                "/secrets/grants",
                "/config/grants",
                "/stacks"
            })
    void whatNamesAnotherOrganizationIsRefused(String path) throws Exception {
        for (String foreign : List.of("globex", "nowhere")) {
            Reply reply = post(
                    acme,
                    path,
                    inJson(path).replace("\"spec\":{", "\"spec\":{\"organizationRef\":\"" + foreign + "\","));
            assertThat(reply.status()).as(reply.body()).isEqualTo(403);
            assertThat(reply.body())
                    .contains("\"code\":\"CROSS_ORG_REF_DENIED\"")
                    .contains("\"field\":\"$.spec.organizationRef\"");
        }
        Reply elsewhere = post(
                acme,
                path,
                inJson(path).replace("\"name\":\"second\"", "\"name\":\"second\",\"namespace\":\"globex\""));
        assertThat(elsewhere.status()).isEqualTo(422);
        assertThat(elsewhere.body()).contains("\"field\":\"$.metadata.namespace\"");
        Reply kind =
                post(acme, path, "{\"kind\":\"Organization\"," + inJson(path).substring(1));
        assertThat(kind.status()).isEqualTo(422);
        assertThat(kind.body()).contains("\"field\":\"$.kind\"");
    }

    @ParameterizedTest
    @CsvSource({"/secrets/grants,secretRef", "/config/grants,configMapRef"})
    void aGrantReachesNoOtherNamespaceWhetherItIsThereOrNot(String path, String ref) throws Exception {
        for (String foreign : List.of("globex", "nowhere")) {
            Reply reply = post(
                    acme,
                    path,
                    inJson(path).replace("\"" + ref + "\":{", "\"" + ref + "\":{\"namespace\":\"" + foreign + "\","));
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body())
                    .contains("\"code\":\"CROSS_ORG_REF_DENIED\"")
                    .contains("$.spec." + ref + ".namespace is not the grant's own namespace acme")
                    .doesNotContain(foreign);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/identities",
                "/permissions",
                "/secrets",
                "/configmaps",
                "/capability-requirements",
                "/stacks",
                "/stacks/claude-fix"
            })
    void whoeverMayReadReadsAndAForeignOrganizationIsNotThere(String path) throws Exception {
        assertThat(nobody.get(BASE + path).status()).isEqualTo(401);
        assertThat(globex.get(BASE + path).error())
                .isEqualTo(globex.get("/api/orgs/nowhere/agents" + path).error())
                .startsWith("404 ");
        Reply reply = reader.get(BASE + path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .doesNotContain(VALUE)
                .doesNotContain("their-own")
                .doesNotContain("globex");
        assertThat(reader.get("/api/agents" + path).body()).isEqualTo(reply.body());
    }

    @Test
    void identitiesSayWhereTheyAreUsed() throws Exception {
        assertThat(reader.get(BASE + "/identities").body()).isEqualTo("""
                {"users":[{"name":"ada","displayName":"Ada","teams":["platform"]}],\
                "teams":[{"name":"platform","displayName":"","members":["ada"]}],\
                "agentIdentities":[],\
                "runnerIdentities":[{"name":"fixer","account":"acme/krate-fixer","owner":"","trustTier":"trusted",\
                "allowedRepositories":["acme/*"],"allowedRunnerPools":["local"],\
                "usedBy":["AgentStack/claude-fix","RunnerPool/local"]}]}""");
    }

    @Test
    void secretsAreNamesGrantsAndConsumers() throws Exception {
        assertThat(post(acme, "/secrets/grants", GRANT).status()).isEqualTo(201);
        assertThat(reader.get(BASE + "/secrets").body())
                .startsWith(
                        "{\"items\":[{\"name\":\"model-provider\",\"exists\":true,\"keys\":[\"api-key\"],\"version\":\"")
                .contains(
                        "\"grants\":[{\"name\":\"second\",\"subject\":\"agent-stack/claude-fix\",\"effect\":\"allow\"")
                .contains("\"consumers\":[{\"ref\":\"AgentStack/claude-fix\",\"keys\":[\"api-key\"],"
                        + "\"purpose\":\"model-provider-token\"}]");
    }

    @Test
    void aReviewSaysWhatIsMissingAndTheSuggestionMendsIt() throws Exception {
        Reply denied = reader.post(
                BASE + "/permissions/review", JSON, "{\"agentStack\":\"claude-fix\",\"moment\":\"save-stack\"}");
        assertThat(denied.status()).isEqualTo(200);
        assertThat(denied.body())
                .startsWith("{\"approvalRequirements\":")
                .contains("\"decision\":\"denied\"")
                .contains("\"code\":\"MissingSecretGrant\"");
        List<?> suggestions = denied.json().get("yamlPreview") instanceof List<?> items ? items : List.of();
        Object suggestion = suggestions.get(0);
        assertThat(acme.post(BASE + "/secrets/grants", "application/yaml", String.valueOf(suggestion))
                        .status())
                .isEqualTo(201);
        Reply allowed = reader.post(
                BASE + "/permissions/review", JSON, "{\"agentStack\":\"claude-fix\",\"moment\":\"save-stack\"}");
        assertThat(allowed.body()).contains("\"decision\":\"allowed\"").contains("\"yamlPreview\":[]");
        assertThat(allowed.header("ETag")).matches("\"sha256:[0-9a-f]{64}\"");
    }

    @Test
    void anOrganizationMayBeCalledOtherwiseInAddressesThanInResources() throws Exception {
        world.put(World.resource(
                "Organization",
                "krate-system",
                "umbrella-corporation",
                Map.of("slug", "umbrella", "namespaceName", "umbrella-agents"),
                Map.of()));
        world.put(World.resource(
                "OrgNamespaceBinding",
                "krate-system",
                "umbrella-corporation",
                Map.of("organizationRef", "umbrella-corporation", "namespace", "umbrella-agents"),
                Map.of()));
        Client administrator = new Client(server.port(), world.administrator);
        String stacks = "/api/orgs/umbrella/agents/stacks";
        Map<String, Object> spec = new HashMap<>(stackSpec());
        spec.put("organizationRef", "umbrella-corporation");
        world.put(World.resource("AgentStack", "umbrella-agents", "second", spec, Map.of()));
        Map<String, Object> stack = administrator.get(stacks + "/second").json();
        assertThat(String.valueOf(stack.get("review")))
                .contains("MissingRuntimeIdentity")
                .doesNotContain("MissingStack");
        assertThat(administrator
                        .post("/api/orgs/umbrella/agents/permissions/review", JSON, "{\"agentStack\":\"second\"}")
                        .body())
                .contains("MissingRuntimeIdentity")
                .doesNotContain("MissingStack");
    }

    @Test
    void aReviewThatIsAskedWronglySaysEverythingThatIsWrong() throws Exception {
        Reply reply = reader.post(
                BASE + "/permissions/review",
                JSON,
                "{\"agentStak\":\"x\",\"trust\":\"total\",\"taskKind\":[],\"moment\":null}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .contains("\"field\":\"$.agentStak\"", "did you mean 'agentStack'?")
                .contains("\"field\":\"$.agentStack\",\"message\":\"required; expected the name of a stack\"")
                .contains("\"field\":\"$.trust\",\"message\":\"expected one of untrusted, member, trusted\"")
                .contains("\"field\":\"$.taskKind\"")
                .contains("\"field\":\"$.moment\"");
        assertThat(reader.post(
                                BASE + "/permissions/review",
                                JSON,
                                "{\"agentStack\":\"claude-fix\",\"organization\":\"globex\"}")
                        .body())
                .contains("CROSS_ORG_REF_DENIED")
                .doesNotContain("globex");
    }

    @Test
    void aReviewMayBeOfAPartOfTheStack() throws Exception {
        String asked = "{\"agentStack\":\"claude-fix\",\"moment\":\"save-stack\",\"skills\":%s}";
        assertThat(reader.post(BASE + "/permissions/review", JSON, asked.formatted("[\"deploy\"]"))
                        .status())
                .isEqualTo(200);
        assertThat(reader.post(BASE + "/permissions/review", JSON, asked.formatted("[7]"))
                        .body())
                .contains("\"field\":\"$.skills\",\"message\":\"expected a list of at most 100 names\"");
    }

    @Test
    void theTemplatesOfRolesAreReadyToApply() throws Exception {
        String path = BASE + "/permissions/role-templates";
        assertThat(nobody.get(path).status()).isEqualTo(401);
        assertThat(globex.get(path).error())
                .isEqualTo(globex.get(path.replace("acme", "nowhere")).error());
        List<?> templates = reader.get(path).json().get("items") instanceof List<?> items ? items : List.of();
        assertThat(templates).hasSize(8);
        Client administrator = new Client(server.port(), world.administrator);
        for (Object template : templates) {
            String yaml = template instanceof Map<?, ?> map ? String.valueOf(map.get("yaml")) : "";
            assertThat(administrator
                            .post("/api/orgs/acme/resources", "application/yaml", yaml)
                            .status())
                    .as(yaml)
                    .isEqualTo(200);
        }
        assertThat(reader.get(path).body()).doesNotContain("\"applied\":false");
    }

    @Test
    void aReviewOfWhatIsNotThereAnswersAlikeForForeignAndMissingNames() throws Exception {
        world.put(World.resource("AgentStack", "globex", "theirs", stackSpec(), Map.of()));
        String foreign = reader.post(BASE + "/permissions/review", JSON, "{\"agentStack\":\"theirs\"}")
                .body();
        String missing = reader.post(BASE + "/permissions/review", JSON, "{\"agentStack\":\"no-one\"}")
                .body();
        assertThat(foreign).contains("MissingStack");
        assertThat(foreign.replace("theirs", "no-one")).isEqualTo(missing);
    }

    @Test
    void aStackShowsItsReviewAndConsumersAndIsChangedAndDeleted() throws Exception {
        Reply stack = reader.get(BASE + "/stacks/claude-fix");
        assertThat(stack.body())
                .contains("\"consumers\":[\"AgentTriggerRule/claude-mention\"]")
                .contains("\"code\":\"MissingSecretGrant\"");
        assertThat(reader.get(BASE + "/stacks/none").status()).isEqualTo(404);
        String path = BASE + "/stacks/claude-fix";
        String patch = "{\"spec\":{\"displayName\":\"Mender\",\"requiredSecrets\":null}}";
        assertThat(reader.send("PATCH", path, JSON, patch).status()).isEqualTo(403);
        assertThat(nobody.send("PATCH", path, JSON, patch).status()).isEqualTo(401);
        assertThat(globex.send("PATCH", path, JSON, patch).status()).isEqualTo(404);
        assertThat(acme.send("PATCH", path, "application/json-patch+json", "[]").status())
                .isEqualTo(415);
        Reply wrong = acme.send("PATCH", path, JSON, "{\"spec\":{\"adaptor\":\"x\",\"runnerPool\":7}}");
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("$.spec.adaptor", "$.spec.runnerPool");
        assertThat(acme.send("PATCH", path, "application/merge-patch+json", patch)
                        .body())
                .contains("\"displayName\":\"Mender\"");
        assertThat(reader.get(path).body()).contains("\"decision\":\"allowed\"");
        assertThat(reader.delete(path).status()).isEqualTo(403);
        Reply needed = acme.delete(path);
        assertThat(needed.status()).isEqualTo(409);
        assertThat(needed.body()).contains("HAS_DEPENDENTS");
        world.store.transact(transaction -> transaction
                .get(new ResourceKey("AgentTriggerRule", "acme", "claude-mention"))
                .map(found -> {
                    transaction.delete(found.key(), found.version());
                    return found;
                }));
        assertThat(acme.delete(path).status()).isEqualTo(200);
        assertThat(acme.delete(path).status()).isEqualTo(404);
    }

    @Test
    void rolesSayWhoHoldsThem() throws Exception {
        assertThat(post(acme, "/permissions/role-bindings", BINDING).status()).isEqualTo(201);
        assertThat(reader.get(BASE + "/permissions").body())
                .contains("{\"name\":\"reader\",\"rules\":[\"get, list on pods\"],\"bindings\":[\"second\"]}")
                .contains("\"subjects\":[{\"subject\":\"agent-stack/claude-fix\",\"roles\":[\"reader\"]}]");
    }

    @Test
    void aBindingThatGivesMoreThanItsAuthorHasIsRefusedAndTheRulesAreNamed() throws Exception {
        Map<String, Object> rule =
                Map.of("apiGroups", List.of(""), "resources", List.of("secrets"), "verbs", List.of("get"));
        world.put(World.resource("Role", "acme", "secret-reader", Map.of("rules", List.of(rule)), Map.of()));
        String binding = BINDING.replace("\"reader\"", "\"secret-reader\"");
        Reply refused = post(acme, "/permissions/role-bindings", binding);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body())
                .contains("\"code\":\"FORBIDDEN\"")
                .contains("binding 'second' would give what acme-writer does not have: get on secrets");
        Client administrator = new Client(server.port(), world.administrator);
        assertThat(post(administrator, "/permissions/role-bindings", binding).status())
                .isEqualTo(201);
    }
}
