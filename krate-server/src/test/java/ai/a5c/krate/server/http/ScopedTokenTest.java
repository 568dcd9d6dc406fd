package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.access.AccessAnswer;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentApproval;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.auth.TokenOrder;
import ai.a5c.krate.server.auth.TokenScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a token for a few things alone may do, and that it may do nothing else. */
class ScopedTokenTest {

    private static final String BASE = "/api/orgs/acme";
    private static final String SHOWN = "sha256:" + "1".repeat(64);
    private static final String JSON = "application/json";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new RunRoutes(world.gate, world.desk, world.runs, world.blobs, world.live),
                    new ApprovalRoutes(world.gate, world.desk, world.approvals),
                    new DeliveryRoutes(world.gate, world.desk, world.store, world.blobs),
                    new RecordRoutes(world.gate, world.audit),
                    new DispatchRoutes(world.gate, world.dispatch),
                    new OrganizationRoutes(world.gate),
                    new TokenRoutes(world.gate, world.tokens),
                    new DocumentRoutes(world.gate, world.desk)),
            (code, message, correlationId) -> String.valueOf(code));

    @BeforeEach
    void fill() {
        world.run("run-1", "running");
        world.run("run-2", "queued");
        approval("approval-1");
        approval("approval-2");
        world.put(World.resource(
                "AgentArtifact",
                "acme",
                "run-1-patch",
                Map.of(
                        "organizationRef",
                        "acme",
                        "dispatchRun",
                        "run-1",
                        "kind",
                        "patch",
                        "digest",
                        world.blobs.put(new byte[] {'x'}).text(),
                        "mediaType",
                        "text/x-diff",
                        "bytes",
                        1,
                        "summary",
                        "one line"),
                Map.of()));
        world.put(World.resource(
                "WebhookDelivery",
                "acme",
                "delivery-1",
                Map.of("subscription", "jenkins", "eventType", "build", "deliveryId", "d"),
                Map.of("phase", "decided", "runs", List.of("run-1"))));
    }

    private void approval(String name) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("organizationRef", "acme");
        spec.put("dispatchRun", "run-1");
        spec.put("action", "gate");
        spec.put("requestedBy", "jenkins:eve");
        spec.put("bindingDigest", SHOWN);
        spec.put("approvals", 2);
        world.put(World.resource("AgentApproval", "acme", name, spec, Map.of("phase", "pending")));
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    private Client with(TokenScope... scopes) {
        return new Client(
                server.port(),
                world.tokens
                        .issue(new TokenOrder(
                                "jenkins-ci", false, List.of("acme"), true, List.of(scopes), Optional.empty()))
                        .secret());
    }

    /** Everything that a plugin asks for, with the scope that it takes. */
    private static Map<String, TokenScope> reads() {
        Map<String, TokenScope> reads = new LinkedHashMap<>();
        for (String path : List.of(
                "/agents/runs",
                "/agents/runs/run-1",
                "/agents/runs/run-1/actions",
                "/agents/runs/run-1/artifacts",
                "/agents/runs/run-1/artifacts/run-1-patch",
                "/agents/approvals?run=run-1",
                "/agents/approvals/approval-1",
                "/agents/deliveries/delivery-1",
                "/resources/AgentArtifact/run-1-patch")) {
            reads.put(path, TokenScope.RUNS_READ);
        }
        return reads;
    }

    @Test
    void eachScopeOpensItsOwnAndNothingElse() throws Exception {
        for (TokenScope scope : TokenScope.values()) {
            Client client = with(scope);
            assertThat(client.get(BASE).status()).isEqualTo(200);
            for (Map.Entry<String, TokenScope> read : reads().entrySet()) {
                assertThat(client.get(BASE + read.getKey()).status())
                        .as("%s with %s", read.getKey(), scope)
                        .isEqualTo(read.getValue() == scope ? 200 : 403);
            }
            assertThat(client.post(BASE + "/agents/runs", JSON, "{\"agentStack\":\"none\"}")
                                    .status()
                            != 403)
                    .as("dispatch with %s", scope)
                    .isEqualTo(scope == TokenScope.RUNS_DISPATCH);
            assertThat(client.post(BASE + "/agents/runs/run-2/cancel", JSON, "").status() != 403)
                    .as("cancel with %s", scope)
                    .isEqualTo(scope == TokenScope.RUNS_CANCEL);
        }
    }

    @Test
    void nothingElseIsOpenWithAllScopesTogether() throws Exception {
        Client client = with(TokenScope.values());
        for (String path : List.of(
                BASE + "/agents/deliveries",
                BASE + "/agents/deliveries/delivery-1/body",
                BASE + "/agents/runs/run-1/review-record",
                BASE + "/agents/audit",
                BASE + "/resources?kind=AgentDispatchRun",
                BASE + "/resources/AgentStack/any",
                "/api/tokens")) {
            assertThat(client.get(path).status()).as(path).isEqualTo(403);
        }
        for (String action : List.of("retry", "resume", "continue", "fork", "rerun-after-fix")) {
            assertThat(client.post(BASE + "/agents/runs/run-1/" + action, JSON, "")
                            .status())
                    .as(action)
                    .isEqualTo(403);
        }
        assertThat(client.post(BASE + "/resources", JSON, "{}").status()).isEqualTo(403);
        assertThat(client.delete(BASE + "/resources/AgentStack/any").status()).isEqualTo(403);
        assertThat(client.get("/api/orgs/globex/agents/runs").status()).isEqualTo(404);
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        assertThat(with(TokenScope.RUNS_READ)
                        .post(BASE + "/agents/runs", JSON, "{}")
                        .body())
                .contains("the token lacks the scope runs:dispatch; ask an administrator for one that has it");
    }

    @Test
    void theArtifactsOfARunAreListedWithoutTheirBytes() throws Exception {
        assertThat(with(TokenScope.RUNS_READ)
                        .get(BASE + "/agents/runs/run-1/artifacts")
                        .json())
                .isEqualTo(Map.of(
                        "items",
                        List.of(Map.of(
                                "name", "run-1-patch",
                                "kind", "patch",
                                "mediaType", "text/x-diff",
                                "bytes", 1,
                                "digest", world.blobs.put(new byte[] {'x'}).text(),
                                "summary", "one line"))));
        assertThat(with(TokenScope.RUNS_READ)
                        .get(BASE + "/agents/runs/none/artifacts")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theApprovalsOfARunAloneAreListed() throws Exception {
        Client client = with(TokenScope.RUNS_READ);
        assertThat((List<?>)
                        client.get(BASE + "/agents/approvals?run=run-1").json().get("items"))
                .hasSize(2);
        assertThat((List<?>)
                        client.get(BASE + "/agents/approvals?run=run-2").json().get("items"))
                .isEmpty();
    }

    private static String yes(String user, String controller) {
        return Json.write(Map.of(
                "decision",
                "approve",
                "bindingDigest",
                SHOWN,
                "onBehalfOf",
                Map.of("user", user, "controller", controller)));
    }

    private Client.Reply decide(Client client, String approval, String body) throws Exception {
        return client.post(BASE + "/agents/approvals/" + approval + "/decision", JSON, body);
    }

    private AgentApproval stored(String name) {
        return world.desk.get(AgentApproval.class, "acme", name).orElseThrow();
    }

    private void mapping(String name, String user, String subject, String issuer) {
        world.put(World.resource("User", "acme", user, Map.of("displayName", user), Map.of()));
        world.put(World.resource(
                "IdentityMapping",
                "acme",
                name,
                Map.of("user", user, "provider", "jenkins", "subject", subject, "issuer", issuer),
                Map.of()));
    }

    @Test
    void aTokenThatMayNotSpeakForUsersDecidesInItsOwnNameWhomeverItTellsOf() throws Exception {
        mapping("m1", "lovelace", "ada", "");
        assertThat(decide(with(TokenScope.APPROVALS_DECIDE), "approval-1", yes("ada", ""))
                        .status())
                .isEqualTo(200);
        assertThat(stored("approval-1").status().toString())
                .contains("jenkins-ci")
                .doesNotContain("lovelace");
        assertThat(decide(new Client(server.port(), world.acme), "approval-2", yes("ada", ""))
                        .status())
                .isEqualTo(200);
        assertThat(stored("approval-2").status().toString()).contains("acme-writer");
    }

    @Test
    void aTokenThatMaySpeakForUsersDecidesAsTheUserWhomAMappingNames() throws Exception {
        mapping("m1", "lovelace", "ada", "https://jenkins.example");
        Client client = with(TokenScope.JENKINS_USERS);
        assertThat(decide(client, "approval-1", yes("ada", "https://jenkins.example/"))
                        .status())
                .isEqualTo(200);
        assertThat(stored("approval-1").status().toString()).contains("lovelace", "jenkins");
        assertThat(world.audit.verify("acme").intact()).isTrue();
        assertThat(world.audit.list("acme", 0, 100))
                .filteredOn(record -> record.entry().action().equals("approval.decided"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.entry().actor()).isEqualTo("lovelace");
                    assertThat(record.entry().document()).contains("\"jenkins:ada by jenkins-ci\"");
                });
    }

    @Test
    void whoIsNotMappedToExactlyOneUserDecidesNothing() throws Exception {
        mapping("m1", "lovelace", "ada", "https://jenkins.example");
        mapping("m2", "one", "twice", "");
        mapping("m3", "two", "twice", "");
        Client client = with(TokenScope.JENKINS_USERS, TokenScope.APPROVALS_DECIDE);
        assertThat(decide(client, "approval-1", yes("ada", "https://other.example"))
                        .status())
                .isEqualTo(403);
        assertThat(decide(client, "approval-1", yes("ada", "")).status()).isEqualTo(403);
        assertThat(decide(client, "approval-1", yes("mallory", "")).status()).isEqualTo(403);
        assertThat(decide(client, "approval-1", yes("twice", "")).status()).isEqualTo(403);
        assertThat(decide(client, "approval-1", "{\"decision\":\"approve\",\"onBehalfOf\":\"ada\"}")
                        .status())
                .isEqualTo(400);
        assertThat(stored("approval-1").status().phase()).isEqualTo(AgentApproval.ApprovalPhase.PENDING);
        assertThat(decide(with(TokenScope.JENKINS_USERS), "approval-1", "{\"decision\":\"approve\"}")
                        .status())
                .isEqualTo(403);
    }

    /** What was approved is looked at once more when it is written. */
    @Test
    void anAnswerCountsAsLongAsTheTokenMayAnswer() {
        for (TokenScope scope : TokenScope.values()) {
            String id = world.tokens
                    .issue(new TokenOrder("ci", false, List.of("acme"), true, List.of(scope), Optional.empty()))
                    .token()
                    .id();
            boolean answers = scope == TokenScope.APPROVALS_DECIDE || scope == TokenScope.JENKINS_USERS;
            assertThat(world.tokens.mayWrite(id, "acme").verdict() == AccessAnswer.Verdict.ALLOWED)
                    .as(scope.word())
                    .isEqualTo(answers);
            assertThat(world.tokens.mayWrite(id, "globex").verdict()).isEqualTo(AccessAnswer.Verdict.DENIED);
        }
    }

    @Test
    void administratorsIssueThem() throws Exception {
        Client administrator = new Client(server.port(), world.administrator);
        Client.Reply issued = administrator.post(
                "/api/tokens",
                JSON,
                "{\"name\":\"ci\",\"organizations\":[\"acme\"],\"scopes\":[\"runs:read\",\"runs:read\"]}");
        assertThat(issued.json()).containsEntry("scopes", List.of("runs:read")).containsEntry("write", false);
        assertThat(administrator
                        .post(
                                "/api/tokens",
                                JSON,
                                "{\"name\":\"ci\",\"administrator\":true,\"scopes\":[\"runs:read\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(administrator
                        .post(
                                "/api/tokens",
                                JSON,
                                "{\"name\":\"ci\",\"organizations\":[\"acme\"],\"scopes\":[\"all\"]}")
                        .body())
                .contains("unknown scope; known are runs:read, runs:dispatch, runs:cancel");
        assertThat(Set.of(TokenScope.values())).hasSize(5);
    }
}
