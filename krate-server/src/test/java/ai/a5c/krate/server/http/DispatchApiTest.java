package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatchApiTest {

    private static final String BASE = "/api/orgs/acme/agents";
    private static final String JSON = "application/json";
    private static final String VALUE = "sk-the-value-itself-0123456789";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new DispatchRoutes(world.gate, world.dispatch),
                    new CapabilityRoutes(world.gate, world.runtimes),
                    new WorkItemRoutes(world.gate, world.desk),
                    new LaneRoutes(world.gate, world.desk, world.lanes)),
            (code, message, correlationId) -> "<p>" + code + "</p>");
    private final Client administrator = new Client(server.port(), world.administrator);
    private final Client acme = new Client(server.port(), world.acme);
    private final Client reader = new Client(server.port(), world.acmeReader);
    private final Client globex = new Client(server.port(), world.globex);
    private final Client nobody = new Client(server.port(), "");

    @BeforeEach
    void fill() {
        world.repositories.commitOnRemote(
                "acme/app", "main", Map.of("README.md", "# App\n", "key.md", "token " + VALUE + "\n"));
        world.secrets.with("acme", "model-provider", "api-key", VALUE);
        put("Repository", "app", Map.of("cloneUrl", "https://git.example.com/acme/app.git", "defaultBranch", "main"));
        put(
                "AgentServiceAccount",
                "fixer",
                Map.of(
                        "namespace",
                        "acme",
                        "serviceAccountName",
                        "krate-fixer",
                        "trustTier",
                        "trusted",
                        "allowedRepositories",
                        List.of("app"),
                        "allowedRunnerPools",
                        List.of("local")));
        put("RunnerPool", "local", Map.of("maxReplicas", 2, "trustTier", "trusted", "serviceAccountRef", "fixer"));
        put("RunnerPool", "muxed", Map.of("maxReplicas", 1, "runtime", "agent-mux"));
        put(
                "AgentStack",
                "claude-fix",
                Map.of(
                        "baseAgent",
                        "claude-code",
                        "adapter",
                        "claude",
                        "runnerPool",
                        "local",
                        "runtimeIdentity",
                        Map.of("serviceAccountRef", "fixer"),
                        "prompt",
                        Map.of("system", "You repair software."),
                        "requiredSecrets",
                        List.of(Map.of(
                                "name",
                                "model-provider",
                                "keys",
                                List.of("api-key"),
                                "purpose",
                                "model-provider-token"))));
        put(
                "AgentSecretGrant",
                "model",
                Map.of(
                        "subject",
                        Map.of("kind", "agent-stack", "name", "claude-fix"),
                        "secretRef",
                        Map.of("name", "model-provider", "keys", List.of("api-key")),
                        "purpose",
                        "model-provider-token"));
        put(
                "RepositoryPermission",
                "writer",
                Map.of(
                        "repository",
                        "app",
                        "subject",
                        Map.of("kind", "user", "name", "acme-writer"),
                        "permission",
                        "write"));
    }

    @AfterEach
    void stop() {
        server.close();
        world.close();
    }

    private void put(String kind, String name, Map<String, Object> spec) {
        world.put(World.resource(kind, "acme", name, spec, Map.of()));
    }

    private static String body(Object... more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "agentStack", "claude-fix", "repository", "app", "taskKind", "question", "prompt", "What is this?"));
        for (int i = 0; i + 1 < more.length; i += 2) {
            body.put(String.valueOf(more[i]), more[i + 1]);
        }
        return Json.write(body);
    }

    private static Object at(Map<String, Object> tree, String... path) {
        Object value = tree;
        for (String part : path) {
            value = value instanceof Map<?, ?> map
                    ? Optional.<Object>ofNullable(map.get(part)).orElse("")
                    : "";
        }
        return value;
    }

    @Test
    void aRunIsDispatchedOnceAndFoundAgainUnderItsKey() throws Exception {
        Reply made = acme.post(BASE + "/runs", JSON, body(), "Idempotency-Key", "k-1");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String name = String.valueOf(at(made.json(), "metadata", "name"));
        assertThat(made.header("Location")).isEqualTo(BASE + "/runs/" + name);
        assertThat(at(made.json(), "status", "phase")).isEqualTo("queued");
        assertThat(at(made.json(), "spec", "requester", "login")).isEqualTo("acme-writer");
        assertThat(at(made.json(), "spec", "trust")).isEqualTo("trusted");
        Reply again = acme.post("/api/agents/runs", JSON, body("requestId", "k-1"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(at(again.json(), "metadata", "name")).isEqualTo(name);
        assertThat(acme.post(BASE + "/runs", JSON, body("prompt", "And that?"), "Idempotency-Key", "k-1")
                        .error())
                .isEqualTo(
                        "409 {\"error\":{\"code\":\"KEY_REUSED\",\"message\":\"something else was asked for under this"
                                + " request id; use a new one\",\"correlationId\":\"\",\"resource\":\"\",\"reasons\":[{\"code\":"
                                + "\"KEY_REUSED\",\"field\":\"\",\"message\":\"something else was asked for under this request id;"
                                + " use a new one\"}]}}");
        assertThat(at(
                        administrator
                                .post(BASE + "/runs", JSON, body(), "Idempotency-Key", "k-1")
                                .json(),
                        "metadata",
                        "name"))
                .isNotEqualTo(name);
    }

    @Test
    void whatTheReviewDeniesIsAnsweredWithEveryReason() throws Exception {
        Reply denied = acme.post(BASE + "/runs", JSON, body("runnerPool", "none", "contextLabels", List.of("none")));
        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.error())
                .startsWith("403 {\"error\":{\"code\":\"POLICY_DENIED\",\"message\":\"the permission review denies it;"
                        + " nothing was dispatched\"")
                .contains("\"code\":\"MissingRunnerPool\",\"field\":\"AgentStack.spec.runnerPool\"")
                .contains("\"code\":\"ContextLabelNotAllowed\"");
        assertThat(acme.post(BASE + "/runs", JSON, body("agentStack", "theirs")).body())
                .contains("\"code\":\"MissingStack\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/runs", "/runs?dryRun=All", "/context/preview"})
    void onlyWhoeverMayWriteInTheOrganizationAsks(String path) throws Exception {
        assertThat(nobody.post(BASE + path, JSON, body()).status()).isEqualTo(401);
        Reply reading = reader.post(BASE + path, JSON, body());
        assertThat(reading.status()).isEqualTo(403);
        assertThat(reading.body()).contains("the token may only read");
        assertThat(globex.post(BASE + path, JSON, body()).error())
                .isEqualTo(globex.post("/api/orgs/nowhere/agents" + path, JSON, body())
                        .error())
                .startsWith("404 ");
        assertThat(acme.post(BASE + path, "text/plain", body()).status()).isEqualTo(415);
        assertThat(acme.post(BASE + path, JSON, "{").status()).isEqualTo(400);
        assertThat(acme.post(BASE + path, JSON, body("prompt", "x".repeat(1_100_000)))
                        .status())
                .isEqualTo(413);
        Reply wrong = acme.post(BASE + path, JSON, body("ref", "nowhere", "prompt", "y"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.body()).contains("\"field\":\"$.ref\"", "the repository has no branch and no tag 'nowhere'");
        Reply faults = acme.post(BASE + path, JSON, body("files", List.of("../x"), "taskKind", "issue-fixx"));
        assertThat(faults.status()).isEqualTo(422);
        assertThat(faults.body()).contains("\"field\":\"$.files[0]\"", "\"field\":\"$.taskKind\"");
    }

    @Test
    void aForeignRepositoryAndAMissingOneAnswerAlike() throws Exception {
        world.put(World.resource("Repository", "globex", "theirs", Map.of("cloneUrl", "https://x/y.git"), Map.of()));
        Reply foreign = acme.post(BASE + "/runs", JSON, body("repository", "theirs"));
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(foreign.error().replace("theirs", "no-one"))
                .isEqualTo(acme.post(BASE + "/runs", JSON, body("repository", "no-one"))
                        .error());
    }

    @Test
    void aDryRunSaysWhatWouldComeAndStoresNothing() throws Exception {
        assertThat(acme.get(BASE + "/capabilities").status()).isEqualTo(200);
        long before = world.store.version();
        Reply dry = acme.post(BASE + "/runs?dryRun=All", JSON, body());
        assertThat(dry.status()).isEqualTo(200);
        assertThat(at(dry.json(), "outcome")).isEqualTo("queued");
        assertThat(at(dry.json(), "trustReason")).isEqualTo("acme-writer has the permission write in app");
        assertThat(at(dry.json(), "review", "decision")).isEqualTo("allowed");
        assertThat(String.valueOf(at(dry.json(), "context", "prompt"))).contains("You repair software.");
        Reply denied = acme.post(BASE + "/runs?dryRun=All", JSON, body("runnerPool", "none"));
        assertThat(denied.status()).isEqualTo(200);
        assertThat(at(denied.json(), "outcome")).isEqualTo("denied");
        assertThat(world.store.version()).isEqualTo(before);
        assertThat(acme.post(BASE + "/runs?dryRun=Some", JSON, body()).status()).isEqualTo(400);
    }

    @Test
    void aPreviewOfTheContextIsRedacted() throws Exception {
        Reply preview = acme.post(BASE + "/context/preview", JSON, body("files", List.of("README.md", "key.md")));
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.body()).doesNotContain(VALUE).contains("# App");
        assertThat(at(preview.json(), "redactions")).isNotEqualTo(Map.of());
        assertThat(at(preview.json(), "truncatedBytes")).isEqualTo(0);
        assertThat(String.valueOf(at(preview.json(), "layers"))).contains("stack-system", "key.md at ");
    }

    @Test
    void whoeverAsksTooOftenIsToldWhenToComeAgain() throws Exception {
        world.put(World.resource(
                "Organization",
                "krate-system",
                "acme",
                Map.of("slug", "acme", "namespaceName", "acme", "quotas", Map.of("perActor", "1/h")),
                Map.of()));
        assertThat(acme.post(BASE + "/runs", JSON, body()).status()).isEqualTo(201);
        Reply limited = acme.post(BASE + "/runs", JSON, body());
        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.header("Retry-After")).isEqualTo("60");
        assertThat(limited.body()).contains("principal 'acme-writer' has used up its 1/h; it is free again at 20");
    }

    @Test
    void aRepositoryThatCannotBeReachedIsUnavailable() throws Exception {
        world.repositories.unreachable("RemoteUnreachable");
        Reply reply = acme.post(BASE + "/runs", JSON, body());
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.body()).contains("\"code\":\"UNAVAILABLE\"", "RemoteUnreachable");
    }

    @Test
    void capabilitiesSayWhatCanBeStartedWhere() throws Exception {
        world.agents
                .knows(new AgentProgram("gemini", "gemini", "", false, Set.of(), ""))
                .knows(new AgentProgram(
                        "claude",
                        "/opt/tools/bin/claude",
                        "2.1.0",
                        true,
                        Set.of(Capability.RESUME),
                        "found at /opt/tools/bin/claude"));
        assertThat(nobody.get(BASE + "/capabilities").status()).isEqualTo(401);
        assertThat(globex.get(BASE + "/capabilities").error())
                .isEqualTo(globex.get("/api/orgs/nowhere/agents/capabilities").error())
                .startsWith("404 ");
        Reply reply = reader.get(BASE + "/capabilities");
        assertThat(reply.body()).isEqualTo("""
                {"runtimes":[{"name":"process","available":true,"capabilities":["cancel","structured-events"],\
                "programs":[{"adapter":"claude","program":"claude","version":"2.1.0","installed":true,\
                "capabilities":["resume"],"note":"found at (a path)"},{"adapter":"gemini","program":"gemini",\
                "installed":false,"note":"gemini is not installed"}]},\
                {"name":"agent-mux","available":false,"reason":"this server has no runtime 'agent-mux'"},\
                {"name":"kubernetes-job","available":false,"reason":"this server has no runtime 'kubernetes-job'"},\
                {"name":"jenkins-node","available":false,"reason":"this server has no runtime 'jenkins-node'"}],\
                "pools":[{"name":"local","runtime":"process","trustTier":"trusted","maxReplicas":2,"available":true,\
                "adapters":["claude"]},{"name":"muxed","runtime":"agent-mux","trustTier":"untrusted",\
                "maxReplicas":1,"available":false,"reason":"this server has no runtime 'agent-mux'"}]}""");
        assertThat(reader.get("/api/agents/capabilities").body()).isEqualTo(reply.body());
        assertThat(globex.get("/api/agents/capabilities").body())
                .contains("\"runtimes\":[")
                .doesNotContain("pools");
    }

    @ParameterizedTest
    @ValueSource(strings = {"runs", "sessions", "workspaces"})
    void whatWasDoneAboutAWorkItemIsListed(String what) throws Exception {
        link("issue", 7, "seven");
        link("issue", 8, "eight");
        link("pull-request", 7, "pull");
        String path = BASE + "/work-items/app/issue/7/" + what;
        assertThat(nobody.get(path).status()).isEqualTo(401);
        assertThat(globex.get(path).error())
                .isEqualTo(globex.get(path.replace("acme", "nowhere")).error())
                .startsWith("404 ");
        Reply found = reader.get(path);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.json().get("items") instanceof List<?> items ? items : List.of())
                .singleElement()
                .asString()
                .contains("seven");
        for (String missing : List.of("app/issue/0", "app/task/7", "none/issue/7", "app/issue/x")) {
            assertThat(reader.get(BASE + "/work-items/" + missing + "/" + what).status())
                    .as(missing)
                    .isEqualTo(404);
        }
        assertThat(reader.get(path + "?limit=x").status()).isEqualTo(400);
    }

    private void link(String kind, int number, String name) {
        Map<String, Object> item = Map.of("repository", "app", "kind", kind, "number", number);
        put("WorkItemSessionLink", name, Map.of("workItemRef", item, "agentSession", name));
        put("WorkItemWorkspaceLink", name, Map.of("workItemRef", item, "workspace", name));
        put(
                "AgentDispatchRun",
                name,
                Map.of(
                        "repository",
                        "app",
                        "agentStack",
                        "claude-fix",
                        "taskKind",
                        "issue-fix",
                        "sourceRefs",
                        List.of(),
                        "workItem",
                        kind + "/" + number));
    }

    @Test
    void theSubagentsOfARunAreListed() throws Exception {
        world.run("r-1", "running");
        world.event(
                "r-1", "lane", Map.of("text", "explores", "lane", "l-1", "laneName", "scout", "laneState", "started"));
        world.event("r-1", "usage", Map.of("text", "", "lane", "l-1", "costUsd", "0.25", "tokens", "7"));
        String path = BASE + "/runs/r-1/lanes";
        assertThat(nobody.get(path).status()).isEqualTo(401);
        assertThat(globex.get(path).error())
                .isEqualTo(globex.get(path.replace("acme", "nowhere")).error())
                .startsWith("404 ");
        assertThat(reader.get(BASE + "/runs/none/lanes").status()).isEqualTo(404);
        assertThat(reader.get(path).body())
                .isEqualTo("{\"items\":[{\"id\":\"l-1\",\"name\":\"scout\",\"state\":\"started\",\"items\":2,"
                        + "\"costUsd\":0.25,\"tokens\":7,\"note\":\"explores\"}]}");
    }
}
