package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.dispatch.RunAction;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Actions on runs over HTTP: each allowed and denied. */
class RunActionApiTest {

    private static final String JSON = "application/json";
    private static final String RUNS = "/api/orgs/acme/agents/runs/";
    private static final String SNAPSHOT = "sha256:" + "1".repeat(64);

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new RunRoutes(world.gate, world.desk, world.runs, world.blobs, world.live)),
            (code, message, correlationId) -> "");
    private final Client administrator = new Client(server.port(), world.administrator);
    private final Client acme = new Client(server.port(), world.acme);
    private final Client reader = new Client(server.port(), world.acmeReader);
    private final Client globex = new Client(server.port(), world.globex);
    private final Client nobody = new Client(server.port(), "");
    private String head = "";

    @BeforeEach
    void fill() {
        head = world.repositories.commitOnRemote("acme/app", "main", Map.of("README.md", "# App\n"));
        put("Repository", "app", Map.of("cloneUrl", "https://git.example.com/acme/app.git", "defaultBranch", "main"));
        put(
                "AgentServiceAccount",
                "fixer",
                Map.of(
                        "namespace", "acme",
                        "serviceAccountName", "krate-fixer",
                        "trustTier", "trusted",
                        "allowedRepositories", List.of("app"),
                        "allowedRunnerPools", List.of("local")));
        put("RunnerPool", "local", Map.of("maxReplicas", 2, "trustTier", "trusted", "serviceAccountRef", "fixer"));
        put(
                "AgentStack",
                "claude-fix",
                Map.of(
                        "baseAgent", "claude-code",
                        "adapter", "claude",
                        "runnerPool", "local",
                        "runtimeIdentity", Map.of("serviceAccountRef", "fixer")));
        run("run-1", "failed", "failed");
    }

    private void run(String name, String phase, String last) {
        world.put(World.resource(
                "AgentDispatchRun",
                "acme",
                name,
                Map.of(
                        "organizationRef", "acme",
                        "repository", "app",
                        "agentStack", "claude-fix",
                        "taskKind", "issue-fix",
                        "sourceRefs", List.of("event-1"),
                        "branch", "main",
                        "sha", head,
                        "requester", Map.of("login", "ada", "id", "1"),
                        "trust", "trusted",
                        "runnerPool", "local"),
                Map.of("phase", phase, "attempts", 1, "lastAttempt", last, "stateGeneration", 5)));
        world.put(World.resource(
                "AgentDispatchAttempt",
                "acme",
                name + "-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "agentDispatchRun",
                        name,
                        "number",
                        1,
                        "attemptReason",
                        "initial",
                        "agentStackSnapshot",
                        SNAPSHOT,
                        "runnerPool",
                        "local"),
                Map.of(
                        "phase",
                        last.equals("open") ? "running" : last,
                        "agentSessionId",
                        "session-1",
                        "capabilities",
                        List.of("continue", "fork", "resume"),
                        "finishedAt",
                        Instant.now().minus(Duration.ofHours(1)).toString())));
    }

    private void put(String kind, String name, Map<String, Object> spec) {
        world.put(World.resource(kind, "acme", name, spec, Map.of()));
    }

    @AfterEach
    void stop() {
        server.close();
        world.close();
    }

    private static String code(Reply reply) {
        return reply.body().replaceAll(".*\"reasons\":\\[\\{\"code\":\"([A-Z_]*)\".*", "$1");
    }

    @Test
    void everyActionIsListedWithWhatSpeaksAgainstIt() throws Exception {
        Reply reply = reader.get(RUNS + "run-1/actions");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .startsWith("{\"generation\":5,\"actions\":[{\"action\":\"cancel\",\"allowed\":false,"
                        + "\"code\":\"RUN_OVER\",\"message\":\"the run is over; there is nothing to stop\"},");
        assertThat(administrator.get(RUNS + "run-1/actions").body())
                .contains("{\"action\":\"retry\",\"allowed\":true,\"code\":\"ALLOWED\","
                        + "\"message\":\"One more attempt starts with the same context.\"}");
        assertThat(globex.get(RUNS + "run-1/actions").status()).isEqualTo(404);
        assertThat(nobody.get(RUNS + "run-1/actions").status()).isEqualTo(401);
    }

    @Test
    void aFailedRunIsRetriedOnceUnderItsKeyAndGeneration() throws Exception {
        String seen = "{\"expectedGeneration\":5}";
        Reply first = administrator.post(RUNS + "run-1/retry", JSON, seen, "Idempotency-Key", "k-1");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.body()).contains("\"phase\":\"queued\"").contains("\"attempts\":2");
        Reply again = administrator.post(RUNS + "run-1/retry", JSON, seen, "Idempotency-Key", "k-1");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).contains("\"attempts\":2");
        Reply stale = administrator.post(RUNS + "run-1/cancel", JSON, seen);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.body())
                .contains("\"code\":\"STALE\"")
                .contains("$.expectedGeneration is 5, but the run is at generation 6 by now, queued");
        assertThat(administrator
                        .post(RUNS + "run-1/cancel", JSON, "{\"expectedGeneration\":6}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRunIsResumedContinuedAndForked() throws Exception {
        assertThat(administrator
                        .post(RUNS + "run-1/fork", JSON, "{\"message\":\"Try a loop.\"}")
                        .body())
                .contains("\"forkedFrom\":\"run-1\"");
        assertThat(administrator.post(RUNS + "run-1/resume", JSON, "").status()).isEqualTo(200);
        run("run-2", "succeeded", "succeeded");
        assertThat(administrator
                        .post(RUNS + "run-2/continue", JSON, "{\"message\":\"And the test.\"}")
                        .status())
                .isEqualTo(200);
        Reply silent = administrator.post(RUNS + "run-2/continue", JSON, "");
        assertThat(silent.status()).isEqualTo(400);
        assertThat(silent.body()).contains("$.message is required: say what the agent shall do");
    }

    @Test
    void aRunIsRunAgainOnlyAfterAFix() throws Exception {
        Reply same = administrator.post(RUNS + "run-1/rerun-after-fix", JSON, "");
        assertThat(same.status()).isEqualTo(409);
        assertThat(code(same)).isEqualTo("SAME_HEAD");
        String fixed = world.repositories.commitOnRemote("acme/app", "main", Map.of("a.md", "fixed\n"));
        Reply rerun = administrator.post(RUNS + "run-1/rerun-after-fix", JSON, "");
        assertThat(rerun.status()).as(rerun.body()).isEqualTo(200);
        assertThat(rerun.body()).contains("\"rerunOf\":\"run-1\"").contains(fixed);
    }

    @Test
    void noActionIsForReadersStrangersOrAnybodyWithoutAToken() throws Exception {
        for (RunAction action : RunAction.values()) {
            String body = "{\"message\":\"hello\"}";
            assertThat(reader.post(RUNS + "run-1/" + action.word(), JSON, body).status())
                    .isEqualTo(403);
            Reply foreign = globex.post(RUNS + "run-1/" + action.word(), JSON, body);
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(nobody.post(RUNS + "run-1/" + action.word(), JSON, body).status())
                    .isEqualTo(401);
            assertThat(administrator
                            .post(RUNS + "missing/" + action.word(), JSON, body)
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void whoeverIsTrustedLessThanTheRunStartsNothingInItButMayStopIt() throws Exception {
        for (String action : List.of("retry", "resume", "continue", "fork")) {
            Reply denied = acme.post(RUNS + "run-1/" + action, JSON, "{\"message\":\"hello\"}");
            assertThat(denied.status()).as(action).isEqualTo(403);
            assertThat(denied.body()).contains("POLICY_DENIED").contains("RunTrustedMore");
        }
        run("run-3", "queued", "open");
        assertThat(acme.post(RUNS + "run-3/cancel", JSON, "").status()).isEqualTo(200);
    }

    @Test
    void whatTheStateDoesNotAllowIsAConflictWithItsCode() throws Exception {
        run("run-4", "queued", "open");
        Map.of("retry", "RUN_NOT_OVER", "resume", "RUN_NOT_OVER", "rerun-after-fix", "RUN_NOT_OVER")
                .forEach((action, code) -> {
                    Reply reply = post("run-4/" + action);
                    assertThat(reply.status()).isEqualTo(409);
                    assertThat(code(reply)).isEqualTo(code);
                });
        Reply over = administrator.post(RUNS + "run-1/cancel", JSON, "");
        assertThat(over.status()).isEqualTo(409);
        assertThat(code(over)).isEqualTo("RUN_OVER");
    }

    private Reply post(String path) {
        try {
            return administrator.post(RUNS + path, JSON, "");
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBodyThatIsNotWhatIsExpectedIsRefusedWithItsPath() throws Exception {
        assertThat(administrator
                        .post(RUNS + "run-1/retry", JSON, "{\"generation\":5}")
                        .body())
                .contains("unknown field; known are expectedGeneration, message");
        assertThat(administrator
                        .post(RUNS + "run-1/retry", JSON, "{\"expectedGeneration\":\"5\"}")
                        .body())
                .contains("\"field\":\"$.expectedGeneration\"");
        assertThat(administrator
                        .post(RUNS + "run-1/continue", JSON, "{\"message\":5}")
                        .status())
                .isEqualTo(400);
        assertThat(administrator
                        .post(RUNS + "run-1/retry", JSON, "", "Idempotency-Key", "k".repeat(300))
                        .status())
                .isEqualTo(400);
    }
}
