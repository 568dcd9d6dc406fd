package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.http.Client.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the action face answers to whom: errors, tokens, bounds and hooks. */
class HttpApiTest extends ActionFace {

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

    @Test
    void whoeverIsRefusedBeforeAllIsSentReadsTheAnswerAndNotABrokenPipe() throws Exception {
        String mine = "authorization: Bearer " + world.acme + "\r\n";
        for (int turn = 0; turn < 10; turn++) {
            assertThat(sent("/api/orgs/acme/resources", mine + "content-type: text/html\r\n", 900_000))
                    .startsWith("HTTP/1.1 415 ");
            assertThat(sent("/api/orgs/acme/resources", mine + "content-type: application/json\r\n", 7_000_000))
                    .startsWith("HTTP/1.1 413 ");
            assertThat(sent("/api/orgs/acme/resources", "content-type: application/json\r\n", 3_000_000))
                    .startsWith("HTTP/1.1 401 ");
        }
    }

    private String sent(String path, String headers, int length) throws IOException {
        return raw("POST %s HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s"
                .formatted(path, headers, length, "a".repeat(length)));
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
    void whoeverRunsTheServerCanAskHowItIs() throws Exception {
        assertThat(nobody.get("/healthz").body()).isEqualTo("{\"status\":\"alive\"}");
        assertThat(nobody.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
        assertThat(nobody.get("/metrics").body()).isEqualTo("krate_up 1\n");
    }
}
