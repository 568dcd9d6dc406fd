package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client.Reply;
import ai.a5c.krate.server.kubernetes.KubernetesRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpApiTest {

    private static final String SHOWN = "sha256:" + "1".repeat(64);

    private final World world = new World();
    private final List<String> hooks = new ArrayList<>();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new HookRoutes(this::hook),
                    new RunRoutes(world.gate, world.desk, world.runs, world.blobs, world.live),
                    new TranscriptRoutes(world.gate, world.desk, world.store),
                    new ApprovalRoutes(world.gate, world.desk, world.approvals),
                    new DeliveryRoutes(world.gate, world.desk, world.store, world.blobs),
                    new RecordRoutes(world.gate, world.audit),
                    new SummaryRoutes(world.gate, world.store, InstantSource.system()),
                    new DocumentRoutes(world.gate, world.desk),
                    new KubernetesRoutes(world.gate, world.desk, world.store, world.live),
                    new OperationsRoutes(world.store, () -> "krate_up 1\n"),
                    routes -> routes.get("/api/broken", context -> {
                        throw new IllegalStateException("the secret inside");
                    })),
            (code, message, correlationId) -> "<p>" + code + "</p>");
    private final Client acme = new Client(server.port(), world.acme);
    private final Client reader = new Client(server.port(), world.acmeReader);
    private final Client globex = new Client(server.port(), world.globex);
    private final Client administrator = new Client(server.port(), world.administrator);
    private final Client nobody = new Client(server.port(), "");

    private HookAnswer hook(
            String kind, String organization, String subscription, Map<String, String> headers, byte[] body) {
        if (!organization.equals("acme")) {
            return HookAnswer.refused(401, "UnknownSubscription", "no such subscription");
        }
        if (!headers.getOrDefault("x-gitea-signature", "").equals("right")) {
            return HookAnswer.refused(401, "SignatureWrong", "wrong signature");
        }
        hooks.add(new String(body, StandardCharsets.UTF_8));
        return HookAnswer.accepted("delivery-1", hooks.size() > 1);
    }

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    @Test
    void anErrorSaysWhatWhichAndHowToFindItInTheLog() throws Exception {
        Reply reply = acme.get("/api/orgs/acme/agents/runs/none");
        String correlation = reply.header("X-Correlation-Id");
        assertThat(correlation).matches("[0-9a-f]{16}");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.body())
                .isEqualTo(
                        "{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"there is no such resource\",\"correlationId\":\""
                                + correlation + "\",\"resource\":\"\",\"reasons\":[]}}");
    }

    @Test
    void anUnexpectedFailureTellsNothingOfItself() throws Exception {
        Reply reply = nobody.get("/api/broken");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.error())
                .isEqualTo(
                        "500 {\"error\":{\"code\":\"INTERNAL\",\"message\":\"something went wrong here; the log has more under"
                                + " the correlation id\",\"correlationId\":\"\",\"resource\":\"\",\"reasons\":[]}}");
    }

    @Test
    void everyAddressOfTheActionFaceAsksForAToken() throws Exception {
        for (String path : List.of(
                "/api/orgs/acme/agents/runs",
                "/api/orgs/acme/agents/approvals",
                "/api/orgs/acme/agents/audit",
                "/api/orgs/acme/agents/deliveries",
                "/api/orgs/acme/agents/summary",
                "/api/orgs/acme/resources?kind=AgentStack",
                "/api/agents/runs",
                "/apis",
                "/apis/krate.a5c.ai/v1alpha1/agentstacks")) {
            assertThat(nobody.get(path).status()).as(path).isEqualTo(401);
            assertThat(new Client(server.port(), "krt_" + "A".repeat(43))
                            .get(path)
                            .error())
                    .as(path)
                    .containsAnyOf("UNAUTHENTICATED", "Unauthorized");
            if (world.throttle.wait("127.0.0.1").isZero()) {
                continue;
            }
            return;
        }
    }

    @Test
    void whoGuessesTokensMustWait() throws Exception {
        Client guesser = new Client(server.port(), "krt_" + "A".repeat(43));
        for (int i = 0; i < 10; i++) {
            assertThat(guesser.get("/apis").status()).isEqualTo(401);
        }
        Reply reply = guesser.get("/apis");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 300);
    }

    @Test
    void anotherOrganizationsTokenSeesNothingThatAMissingNameWouldNotShow() throws Exception {
        world.run("run-1", "running");
        for (String path : List.of(
                "/api/orgs/%s/agents/runs",
                "/api/orgs/%s/agents/runs/run-1",
                "/api/orgs/%s/agents/runs/run-1/events",
                "/api/orgs/%s/agents/approvals",
                "/api/orgs/%s/agents/audit/verify",
                "/api/orgs/%s/agents/summary",
                "/api/orgs/%s/resources?kind=AgentStack",
                "/apis/krate.a5c.ai/v1alpha1/namespaces/%s/agentstacks",
                "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/%s/agentdispatchruns/run-1",
                "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/%s/agentdispatchruns?watch=true")) {
            Reply foreign = globex.get(path.formatted("acme"));
            Reply missing = globex.get(path.formatted("nowhere"));
            assertThat(foreign.status()).as(path).isEqualTo(404);
            assertThat(foreign.error().replace("acme", "nowhere")).as(path).isEqualTo(missing.error());
        }
        assertThat(globex.post("/api/orgs/acme/agents/runs/run-1/cancel", "application/json", "")
                        .error())
                .isEqualTo(globex.post("/api/orgs/nowhere/agents/runs/run-1/cancel", "application/json", "")
                        .error());
        assertThat(globex.get("/apis/runs.krate.a5c.ai/v1alpha1/agentdispatchruns")
                        .body())
                .doesNotContain("run-1");
        assertThat(administrator
                        .get("/apis/runs.krate.a5c.ai/v1alpha1/agentdispatchruns")
                        .body())
                .contains("run-1");
    }

    @Test
    void aTokenOfAnOrganizationThatIsGoneSeesNothing() throws Exception {
        world.run("run-1", "running");
        Client nowhere = new Client(server.port(), world.nowhere);
        assertThat(nowhere.get("/apis/runs.krate.a5c.ai/v1alpha1/agentdispatchruns")
                        .body())
                .contains("\"items\":[]");
        assertThat(nowhere.get("/api/agents/runs").status()).isEqualTo(404);
    }

    @Test
    void aReadingTokenChangesNothing() throws Exception {
        world.run("run-1", "running");
        Reply reply = reader.post("/api/orgs/acme/agents/runs/run-1/cancel", "application/json", "");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.body()).contains("POLICY_DENIED");
        assertThat(reader.get("/api/orgs/acme/agents/runs/run-1").body()).contains("\"phase\":\"running\"");
    }

    @Test
    void theShortFaceTakesTheOrganizationFromTheTokenOrAHeader() throws Exception {
        world.run("run-1", "running");
        assertThat(acme.get("/api/agents/runs").body()).contains("run-1");
        assertThat(administrator.get("/api/agents/runs").body()).contains("ORG_REQUIRED");
        assertThat(administrator.get("/api/agents/runs", "X-Krate-Org", "acme").body())
                .contains("run-1");
        assertThat(globex.get("/api/agents/runs", "X-Krate-Org", "acme").status())
                .isEqualTo(404);
    }

    @Test
    void allFaultsOfAllDocumentsComeAtOnceAndNothingIsStored() throws Exception {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: good, namespace: acme }
                spec: { runtime: process, maxReplicas: 2, trustTier: trusted }
                ---
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: bad, namespace: acme }
                spec: { runtyme: process }
                ---
                kind: AgentStak
                metadata: { name: worse }
                spec: {}
                """;
        Reply reply = acme.post("/api/orgs/acme/resources", "application/yaml", text);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .contains("$[1].spec.runtyme")
                .contains("did you mean 'runtime'")
                .contains("$[2].kind")
                .contains("did you mean 'AgentStack'");
        assertThat(acme.get("/api/orgs/acme/resources?kind=RunnerPool").body())
                .isEqualTo("{\"items\":[],\"next\":\"\"}");
    }

    @Test
    void documentsAreAppliedListedAndDeleted() throws Exception {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: local, namespace: acme }
                spec: { runtime: process, maxReplicas: 2, trustTier: trusted }
                """;
        assertThat(acme.post("/api/orgs/acme/resources", "application/yaml", text)
                        .body())
                .contains("\"outcome\":\"created\"");
        assertThat(acme.post("/api/orgs/acme/resources", "application/yaml", text)
                        .body())
                .contains("\"outcome\":\"unchanged\"");
        assertThat(acme.get("/api/orgs/acme/resources?kind=runnerpools").body()).contains("\"name\":\"local\"");
        assertThat(acme.delete("/api/orgs/acme/resources/RunnerPool/local").status())
                .isEqualTo(200);
        assertThat(acme.delete("/api/orgs/acme/resources/RunnerPool/local").status())
                .isEqualTo(404);
    }

    @Test
    void documentsForAnotherNamespaceAreRefused() throws Exception {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: RunnerPool
                metadata: { name: local, namespace: globex }
                spec: { runtime: process, maxReplicas: 2, trustTier: trusted }
                """;
        Reply reply = acme.post("/api/orgs/acme/resources", "application/yaml", text);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body())
                .contains("\"field\":\"$.metadata.namespace\",\"message\":\"expected 'acme', the organization's own\"");
    }

    @Test
    void anAdministratorMakesAnOrganizationByApplyingIt() throws Exception {
        String text = """
                apiVersion: krate.a5c.ai/v1alpha1
                kind: Organization
                metadata: { name: initech }
                spec: { slug: initech, namespaceName: initech, displayName: Initech }
                ---
                apiVersion: krate.a5c.ai/v1alpha1
                kind: OrgNamespaceBinding
                metadata: { name: initech }
                spec: { organizationRef: initech, namespace: initech }
                """;
        assertThat(acme.post("/api/orgs/initech/resources", "application/yaml", text)
                        .status())
                .isEqualTo(404);
        assertThat(acme.post("/api/orgs/acme/resources", "application/yaml", text)
                        .status())
                .isEqualTo(403);
        assertThat(administrator
                        .post("/api/orgs/initech/resources", "application/yaml", text)
                        .status())
                .isEqualTo(200);
        assertThat(administrator.get("/api/orgs/initech/agents/runs").status()).isEqualTo(200);
    }

    @Test
    void bodiesAreBoundedAndOfExpectedTypes() throws Exception {
        assertThat(acme.post("/api/orgs/acme/resources", "text/html", "kind: x").status())
                .isEqualTo(415);
        assertThat(raw("POST /hooks/gitea/acme/gitea HTTP/1.1\r\nHost: x\r\nContent-Length: 2147483648\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(raw("POST /api/orgs/acme/resources HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + world.acme
                        + "\r\nContent-Type: application/yaml\r\nContent-Length: 1048577\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aChunkedBodyIsReadNoFurtherThanTheLimit() throws Exception {
        String megabyte = "100000\r\n" + "a".repeat(0x100000) + "\r\n";
        assertThat(raw("POST /hooks/gitea/acme/gitea HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + megabyte.repeat(6)))
                .startsWith("HTTP/1.1 413 ");
        assertThat(hooks).isEmpty();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(64), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void aHookIsStoredOrRefusedWithoutSayingWhy() throws Exception {
        Reply unknown = nobody.post("/hooks/gitea/nowhere/gitea", "application/json", "{}");
        Reply wrong = nobody.post("/hooks/gitea/acme/gitea", "application/json", "{}");
        assertThat(unknown.error()).isEqualTo(wrong.error());
        assertThat(wrong.error()).startsWith("401 ").contains("the delivery is not authentic");
        String[] signed = {"X-Gitea-Signature", "right"};
        Reply right = nobody.post("/hooks/gitea/acme/gitea", "application/json", "{\"a\":1}", signed);
        assertThat(right.status()).isEqualTo(202);
        assertThat(right.json()).isEqualTo(Map.of("delivery", "delivery-1", "duplicate", false));
        assertThat(nobody.post("/hooks/gitea/acme/gitea", "application/json", "{}", signed)
                        .json())
                .containsEntry("duplicate", true);
        assertThat(hooks).containsExactly("{\"a\":1}", "{}");
    }

    @Test
    void anApprovalIsDecidedOnceAndOnlyAsItWasShown() throws Exception {
        world.put(World.resource(
                "AgentApproval",
                "acme",
                "approval-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "action",
                        "write-back",
                        "requestedBy",
                        "ada",
                        "bindingDigest",
                        SHOWN,
                        "actions",
                        List.of(Map.of("ordinal", 1, "action", "issue-comment", "target", "#7"))),
                Map.of("phase", "pending")));
        String path = "/api/orgs/acme/agents/approvals/approval-1/decision";
        assertThat(acme.post(path, "application/json", "{\"decision\":\"maybe\"}")
                        .body())
                .contains("$.decision");
        assertThat(acme.post(
                                path,
                                "application/json",
                                "{\"decision\":\"approve\",\"bindingDigest\":\"" + SHOWN.replace('1', '2') + "\"}")
                        .body())
                .contains("STALE");
        Reply approved = acme.post(
                path,
                "application/json",
                "{\"decision\":\"approve\",\"actions\":[1],\"bindingDigest\":\"" + SHOWN + "\"}");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.body()).contains("\"phase\":\"approved\"").contains("\"road\":\"api\"");
        assertThat(acme.post(path, "application/json", "{\"decision\":\"deny\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void resourcesAreCreatedReplacedAndSelected() throws Exception {
        String path = "/apis/krate.a5c.ai/v1alpha1/namespaces/acme/runnerpools";
        String body = """
                {"apiVersion":"krate.a5c.ai/v1alpha1","kind":"RunnerPool","metadata":{"name":"local","labels":{"size":"s"}},
                 "spec":{"runtime":"process","maxReplicas":2,"trustTier":"trusted"}}""";
        assertThat(acme.post(path, "application/json", body).status()).isEqualTo(201);
        assertThat(acme.post(path, "application/json", body).status()).isEqualTo(409);
        assertThat(acme.put(path + "/local", body.replace("2", "3")).body()).contains("\"maxReplicas\":3");
        assertThat(acme.put(path + "/other", body).status()).isEqualTo(400);
        assertThat(acme.get(path + "?labelSelector=size%20in%20(s,m)").body()).contains("local");
        assertThat(acme.get(path + "?labelSelector=size!=s").body()).doesNotContain("local");
        assertThat(acme.get(path + "?fieldSelector=nonsense=1").status()).isEqualTo(400);
        assertThat(acme.get("/apis/krate.a5c.ai/v1alpha1").body()).contains("\"name\":\"runnerpools\"");
        assertThat(acme.delete(path + "/local").status()).isEqualTo(200);
        assertThat(acme.get(path + "/local").status()).isEqualTo(404);
    }

    @Test
    void anArtifactIsHandedOutAsAFileThatNoBrowserRuns() throws Exception {
        world.run("run-1", "succeeded");
        String digest = world.blobs
                .put("<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8))
                .text();
        world.put(World.resource(
                "AgentArtifact",
                "acme",
                "artifact-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "dispatchRun",
                        "run-1",
                        "kind",
                        "diagnosis",
                        "digest",
                        digest,
                        "mediaType",
                        "text/html"),
                Map.of()));
        Reply reply = acme.get("/api/orgs/acme/agents/runs/run-1/artifacts/artifact-1");
        assertThat(reply.body()).isEqualTo("<script>alert(1)</script>");
        assertThat(reply.header("Content-Type")).startsWith("application/octet-stream");
        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"artifact-1\"");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        world.run("run-2", "succeeded");
        assertThat(acme.get("/api/orgs/acme/agents/runs/run-2/artifacts/artifact-1")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoeverRunsTheServerCanAskHowItIs() throws Exception {
        assertThat(nobody.get("/healthz").body()).isEqualTo("{\"status\":\"alive\"}");
        assertThat(nobody.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
        assertThat(nobody.get("/metrics").body()).isEqualTo("krate_up 1\n");
    }
}
