package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.auth.TokenOrder;
import ai.a5c.krate.server.auth.TokenScope;
import ai.a5c.krate.server.http.Client.Reply;
import ai.a5c.krate.testkit.GeneratedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Jenkins plugin sends is understood, and what it reads in its own tests is what is answered here. */
class JenkinsContractTest {

    private static final String FILES = "krate-jenkins-plugin/src/test/resources/contract/";
    private static final String BASE = "/api/orgs/acme/agents";
    private static final String JSON = "application/json";
    private static final String SHOWN = "sha256:" + "1".repeat(64);

    private static final Pattern RUN = Pattern.compile("\"name\":\"(run-[0-9a-z]{6,}-[0-9a-f]{8})\"");

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new DispatchRoutes(world.gate, world.dispatch),
                    new OrganizationRoutes(world.gate),
                    new RunRoutes(world.gate, world.desk, world.runs, world.blobs, world.live),
                    new ApprovalRoutes(world.gate, world.desk, world.approvals),
                    new DeliveryRoutes(world.gate, world.desk, world.store, world.blobs),
                    new DocumentRoutes(world.gate, world.desk)),
            (code, message, correlationId) -> "<p>" + code + "</p>");
    private final Client acme = new Client(
            server.port(),
            world.tokens
                    .issue(new TokenOrder(
                            "acme-writer",
                            false,
                            List.of("acme"),
                            true,
                            List.of(
                                    TokenScope.RUNS_READ,
                                    TokenScope.RUNS_DISPATCH,
                                    TokenScope.RUNS_CANCEL,
                                    TokenScope.APPROVALS_DECIDE),
                            Optional.empty()))
                    .secret());

    @BeforeEach
    void fill() {
        world.repositories.commitOnRemote("acme/app", "main", Map.of("pom.xml", "<project/>\n"));
        put(
                "Repository",
                "app",
                Map.of(
                        "cloneUrl", "https://git.example.com/acme/app.git",
                        "forge",
                                Map.of(
                                        "kind", "gitea",
                                        "baseUrl", "https://git.example.com",
                                        "owner", "acme",
                                        "name", "app"),
                        "defaultBranch", "main"));
        put(
                "AgentServiceAccount",
                "fixer",
                Map.of(
                        "namespace", "acme",
                        "serviceAccountName", "krate-fixer",
                        "trustTier", "trusted",
                        "allowedRepositories", List.of("acme/app"),
                        "allowedRunnerPools", List.of("local")));
        put("RunnerPool", "local", Map.of("maxReplicas", 2, "trustTier", "trusted", "serviceAccountRef", "fixer"));
        put(
                "AgentStack",
                "mender",
                Map.of(
                        "baseAgent", "claude-code",
                        "adapter", "claude",
                        "runnerPool", "local",
                        "runtimeIdentity", Map.of("serviceAccountRef", "fixer"),
                        "prompt", Map.of("system", "You repair software.")));
        put(
                "RepositoryPermission",
                "writer",
                Map.of(
                        "repository", "app",
                        "subject", Map.of("kind", "user", "name", "acme-writer"),
                        "permission", "write"));
    }

    @AfterEach
    void stop() {
        server.close();
        world.close();
    }

    private void put(String kind, String name, Map<String, Object> spec) {
        world.put(World.resource(kind, "acme", name, spec, Map.of()));
    }

    /** The body without what is different each time. */
    private static void mustBe(String file, Reply reply, int status) throws Exception {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        Matcher run = RUN.matcher(reply.body());
        String steady = (run.find() ? reply.body().replace(run.group(1), "run-1") : reply.body())
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "2026-01-01T00:00:00Z")
                .replaceAll("\"sha256:[0-9a-f]{64}\"", "\"" + SHOWN + "\"")
                .replaceAll("\"[0-9a-f]{40}\"", "\"" + "a".repeat(40) + "\"")
                .replaceAll(
                        "\"(uid|principal|correlationId|resourceVersion|sourceEvent|event|contextBundleRef)\":\"[^\"]*\"",
                        "\"$1\":\"x\"")
                .replaceAll(",\"labels\":\\{[^}]*}", "")
                .replaceAll("\"sourceRefs\":\\[[^]]*]", "\"sourceRefs\":[]");
        GeneratedFile.at(FILES + file).mustBe(Json.writeIndented(Json.read(steady)));
    }

    @Test
    void aDispatchOfThePluginIsUnderstood() throws Exception {
        String body = Files.readString(Path.of("..", FILES, "dispatch-request.json"));
        mustBe("dispatch-created.json", acme.post(BASE + "/runs", JSON, body, "Idempotency-Key", "k"), 201);
        mustBe("dispatch-created.json", acme.post(BASE + "/runs", JSON, body, "Idempotency-Key", "k"), 200);
        Reply denied = acme.post(BASE + "/runs", JSON, body.replace("mender", "theirs"), "Idempotency-Key", "l");
        mustBe("dispatch-denied.json", denied, 403);
        mustBe("organization.json", acme.get("/api/orgs/acme"), 200);
    }

    @Test
    void aRunIsReadAndCancelled() throws Exception {
        world.put(World.resource(
                "AgentDispatchRun",
                "acme",
                "run-1",
                Map.of(
                        "organizationRef", "acme",
                        "repository", "app",
                        "agentStack", "mender",
                        "taskKind", "ci-repair"),
                Map.of(
                        "phase", "failed",
                        "terminalReason", Map.of("code", "TimedOut", "message", "it took too long"),
                        "artifacts", List.of("run-1-1-diagnosis"))));
        put(
                "AgentArtifact",
                "run-1-1-diagnosis",
                Map.of(
                        "organizationRef", "acme",
                        "dispatchRun", "run-1",
                        "kind", "diagnosis",
                        "digest", SHOWN,
                        "summary", "a test forgot the leap year"));
        mustBe("run.json", acme.get(BASE + "/runs/run-1"), 200);
        mustBe("artifacts.json", acme.get(BASE + "/runs/run-1/artifacts"), 200);
        mustBe("cancel-over.json", acme.post(BASE + "/runs/run-1/cancel", JSON, "{\"message\":\"why\"}"), 409);
    }

    @Test
    void theQuestionsOfARunAreListedAndAnswered() throws Exception {
        approval("approval-1", "run-1");
        approval("approval-2", "run-2");
        approval("approval-3", "");
        mustBe("approvals.json", acme.get(BASE + "/approvals?limit=50&run=run-1"), 200);
        String path = BASE + "/approvals/approval-1/decision";
        String answer = "{\"decision\":\"approve\",\"comment\":\"ada in Jenkins: fine\",\"bindingDigest\":\"%s\"}";
        mustBe("decision-stale.json", acme.post(path, JSON, answer.formatted(SHOWN.replace('1', '2'))), 409);
        String other = BASE + "/approvals/approval-3/decision";
        mustBe("decision.json", acme.post(other, JSON, answer.formatted(SHOWN)), 200);
    }

    private void approval(String name, String run) {
        world.put(World.resource(
                "AgentApproval",
                "acme",
                name,
                Map.of(
                        "organizationRef",
                        "acme",
                        "dispatchRun",
                        run,
                        "action",
                        "write-back",
                        "requestedBy",
                        "ada",
                        "bindingDigest",
                        SHOWN,
                        "risks",
                        List.of("changes the build"),
                        "actions",
                        List.of(Map.of(
                                "ordinal", 1,
                                "action", "issue-comment",
                                "target", "#7",
                                "preview", "It is mended."))),
                Map.of("phase", "pending")));
    }

    @Test
    void whatCameOfAReportIsTold() throws Exception {
        world.run("run-1", "running");
        world.put(World.resource(
                "AgentTriggerExecution",
                "acme",
                "execution-1",
                Map.of(
                        "organizationRef", "acme",
                        "triggerRule", "mend",
                        "sourceEvent", "e",
                        "decision", "coalesced",
                        "delivery", "delivery-1",
                        "dispatchRun", "run-1",
                        "reasons", List.of(Map.of("code", "SameFailure", "message", "the same failure is at work"))),
                Map.of()));
        world.put(World.resource(
                "WebhookDelivery",
                "acme",
                "delivery-1",
                Map.of(
                        "organizationRef", "acme",
                        "subscription", "builds",
                        "eventType", "build",
                        "deliveryId", "d-1"),
                Map.of("phase", "decided", "decision", "coalesced", "executions", List.of("execution-1"))));
        mustBe("delivery.json", acme.get(BASE + "/deliveries/delivery-1"), 200);
    }
}
