package ai.a5c.krate.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.auth.TokenOrder;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of a run shows the pull request that it is about, and the builds of its commit. */
class SeenAtTheForgeTest {

    private static final String SHA = "1".repeat(40);
    private static final String RUN = "/orgs/acme/agents/runs/run-1";

    private final ConsoleServer server = new ConsoleServer(ConsoleServer.Filling.NOTHING);
    private final HttpClient browser = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    @BeforeEach
    void fill() throws Exception {
        put(
                "AgentDispatchRun",
                "run-1",
                Map.of(
                        "agentStack", "claude-fix",
                        "taskKind", "ci-repair",
                        "sourceRefs", List.of("event-1"),
                        "workItem", "pull-request/3",
                        "branch", "main",
                        "sha", SHA,
                        "requester", Map.of("login", "ada", "id", "1"),
                        "trust", "trusted",
                        "runnerPool", "local"),
                Map.of("phase", "running", "attempts", 1));
        put(
                "Pipeline",
                "pipeline-1",
                Map.of(
                        "provider", "gitea",
                        "externalId", "12",
                        "title", "CI",
                        "number", 5,
                        "sha", SHA,
                        "url", "https://forge.example/acme/app/actions/runs/12"),
                Map.of("state", "completed", "conclusion", "failure"));
        put(
                "Job",
                "job-1",
                Map.of(
                        "pipeline",
                        "pipeline-1",
                        "externalId",
                        "31",
                        "title",
                        "test",
                        "sha",
                        SHA,
                        "url",
                        "data:text/html,x"),
                Map.of("state", "completed", "conclusion", "failure", "failedStep", "Run <tests>"));
        String id = server.world
                .tokens
                .issue(new TokenOrder("ada", false, List.of("acme"), true, Optional.empty()))
                .token()
                .id();
        get("/login?code=" + server.world.codes.issue(id));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasSeenOfThePullRequestStandsBesideTheRun() throws Exception {
        pull("https://forge.example/acme/app/pulls/3");
        assertThat(get(RUN))
                .contains("<a href=\"https://forge.example/acme/app/pulls/3\" rel=\"noopener noreferrer\">"
                        + "Fix &lt;script&gt;alert(1)&lt;/script&gt;</a>")
                .contains("<span>merged</span>")
                .contains("by mallory")
                .contains("<code>bug</code>")
                .doesNotContain("<script>alert(1)");
    }

    @Test
    void anAddressThatIsNoneOfTheWebIsNotFollowed() throws Exception {
        pull("javascript:alert(1)");
        assertThat(get(RUN)).contains("Fix &lt;script&gt;").doesNotContain("javascript:alert");
    }

    @Test
    void theBuildsOfItsCommitStandBesideItWithTheirJobs() throws Exception {
        assertThat(get(RUN))
                .contains("Builds of this commit")
                .contains(
                        "<a href=\"https://forge.example/acme/app/actions/runs/12\" rel=\"noopener noreferrer\">CI #5</a>")
                .contains("<span>failure</span>")
                .contains("at Run &lt;tests&gt;")
                .doesNotContain("data:text/html");
    }

    private void pull(String url) {
        put(
                "PullRequest",
                "app-3",
                Map.of(
                        "number",
                        3,
                        "title",
                        "Fix <script>alert(1)</script>",
                        "author",
                        Map.of("login", "mallory", "id", "3"),
                        "url",
                        url,
                        "labels",
                        List.of("bug")),
                Map.of("state", "merged"));
    }

    private void put(String kind, String name, Map<String, Object> spec, Map<String, Object> status) {
        Map<String, Object> whole = new LinkedHashMap<>(spec);
        whole.put("organizationRef", "acme");
        whole.put("repository", "app");
        server.world.put(World.resource(kind, "acme", name, whole, status));
    }

    private String get(String path) throws Exception {
        return browser.send(HttpRequest.newBuilder(URI.create(server.url(path))).build(), BodyHandlers.ofString())
                .body();
    }
}
