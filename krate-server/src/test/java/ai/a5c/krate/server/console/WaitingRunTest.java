package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.auth.TokenOrder;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run whose agent waits for a yes is running, and says whom it waits for. */
class WaitingRunTest {

    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    private final ConsoleServer server = new ConsoleServer(ConsoleServer.Filling.NOTHING);
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @BeforeEach
    void fill() throws Exception {
        World world = server.world;
        world.put(World.resource(
                "AgentDispatchRun",
                "acme",
                "run-1",
                Map.of(
                        "organizationRef", "acme",
                        "repository", "app",
                        "agentStack", "claude-fix",
                        "taskKind", "issue-fix",
                        "sourceRefs", List.of("event-1"),
                        "branch", "main",
                        "sha", "1".repeat(40),
                        "requester", Map.of("login", "ada", "id", "1"),
                        "trust", "trusted",
                        "runnerPool", "local"),
                Map.of(
                        "phase",
                        "running",
                        "attempts",
                        1,
                        "lastAttempt",
                        "open",
                        "approvals",
                        List.of("approval-1"),
                        "agentWait",
                        Map.of("what", "approval", "message", "the agent waits for a yes to Bash"))));
        world.put(World.resource(
                "AgentApproval",
                "acme",
                "approval-1",
                Map.of(
                        "organizationRef",
                        "acme",
                        "dispatchRun",
                        "run-1",
                        "action",
                        "shell",
                        "requestedBy",
                        "ada",
                        "bindingDigest",
                        DIGEST,
                        "headSha",
                        "1".repeat(40),
                        "expiresAt",
                        Instant.now().plusSeconds(3_600).toString(),
                        "actions",
                        List.of(Map.of(
                                "ordinal", 1,
                                "action", "shell",
                                "target", "Bash",
                                "digest", DIGEST,
                                "preview", "Bash make release"))),
                Map.of("phase", "pending", "askedAgain", 3)));
        String id = world.tokens
                .issue(new TokenOrder("ada", false, List.of("acme"), true, Optional.empty()))
                .token()
                .id();
        get("/login?code=" + world.codes.issue(id));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void itsPageShowsTheQuestion() throws Exception {
        assertThat(get("/orgs/acme/agents/runs/run-1"))
                .contains("running")
                .contains("the agent waits for a yes to Bash")
                .contains("Bash make release")
                .contains("The agent asked for exactly this again, 3&times;; it was denied each time.")
                .contains("Approve");
    }

    @Test
    void theListSaysWhatItWaitsFor() throws Exception {
        assertThat(get("/orgs/acme/agents/runs")).contains("the agent waits for a yes to Bash");
    }

    @Test
    void overHttpItNamesTheApproval() throws Exception {
        assertThat(get("/api/orgs/acme/agents/runs/run-1"))
                .contains("\"phase\":\"running\"")
                .contains("\"approvals\":[\"approval-1\"]")
                .contains("\"what\":\"approval\"");
    }

    private String get(String path) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(server.url(path))).build(), BodyHandlers.ofString())
                .body();
    }
}
