package ai.a5c.krate.gitea.standin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the stand-in does like Gitea where Gitea surprises those who write to it. */
class StandInWorkTest {

    private static final String HEAD = "09dad1bb002af703fe52c6b1d0da85c44ecd1440";

    private final HttpClient http = HttpClient.newHttpClient();
    private final StandInGitea built = start(StandInVersion.BUILT);
    private final StandInGitea head = start(StandInVersion.HEAD);

    private static StandInGitea start(StandInVersion version) {
        SecretValue token = new SecretValue("right".getBytes(StandardCharsets.UTF_8));
        return StandInGitea.start(StandInGitea.Config.of(token).like(version));
    }

    @AfterEach
    void close() {
        built.close();
        head.close();
    }

    @Test
    void onlyTheNewerTakesLabelsByName() throws Exception {
        Map<String, Object> byName = Map.of("labels", List.of("bug"));
        assertThat(send(built, "POST", "/issues/1/labels", byName).statusCode()).isEqualTo(422);
        assertThat(send(head, "POST", "/issues/1/labels", byName).statusCode()).isEqualTo(200);
        assertThat(head.labels(1)).containsExactly("bug");
        Map<String, Object> byId = Map.of("labels", List.of(1, 99));
        assertThat(send(built, "POST", "/issues/1/labels", byId).statusCode()).isEqualTo(200);
        assertThat(built.labels(1)).containsExactly("bug");
    }

    @Test
    void noReactionsAreNoList() throws Exception {
        assertThat(send(built, "GET", "/issues/1/reactions", Map.of()).body()).isEqualTo("null");
        Map<String, Object> eyes = Map.of("content", "eyes");
        assertThat(send(built, "POST", "/issues/1/reactions", eyes).statusCode())
                .isEqualTo(201);
        assertThat(send(built, "POST", "/issues/1/reactions", eyes).statusCode())
                .isEqualTo(200);
        Map<String, Object> cow = Map.of("content", "cow");
        assertThat(send(built, "POST", "/issues/1/reactions", cow).statusCode()).isEqualTo(403);
    }

    @Test
    void aStatusIsSentAsStateAndListedAsStatus() throws Exception {
        Map<String, Object> status = Map.of("state", "failure", "context", "ci");
        assertThat(send(built, "POST", "/statuses/" + HEAD, status).statusCode())
                .isEqualTo(201);
        assertThat(send(built, "POST", "/statuses/" + HEAD, status).statusCode())
                .isEqualTo(201);
        String listed = send(built, "GET", "/statuses/" + HEAD, Map.of()).body();
        assertThat(Json.read(listed) instanceof List<?> list ? list : List.of())
                .hasSize(2)
                .allSatisfy(one ->
                        assertThat(one).asString().contains("status=failure").doesNotContain("state="));
    }

    @Test
    void nobodyJudgesTheirOwnPullRequest() throws Exception {
        long own = built.as("claude-bot").openPull("Mine", "", "krate/x", "b".repeat(40));
        String reviews = "/pulls/%d/reviews".formatted(own);
        HttpResponse<String> approval = send(built, "POST", reviews, Map.of("event", "APPROVED", "body", "x"));
        assertThat(approval.statusCode()).isEqualTo(422);
        assertThat(approval.body()).contains("approve your own pull is not allowed");
    }

    @Test
    void onePullRequestIsOpenForTheSameBranches() throws Exception {
        Map<String, Object> again = Map.of("head", "feature/alice", "base", "main", "title", "Again");
        assertThat(send(built, "POST", "/pulls", again).statusCode()).isEqualTo(409);
        built.as("alice").close(3);
        assertThat(send(built, "POST", "/pulls", again).statusCode()).isEqualTo(201);
        Map<String, Object> none = Map.of("head", "none", "base", "main", "title", "x");
        assertThat(send(built, "POST", "/pulls", none).statusCode()).isEqualTo(404);
    }

    @Test
    void onlyTheNewerKnowsRunsOfWorkflows() throws Exception {
        built.work().failRun(12, HEAD, "ci");
        head.work().failRun(12, HEAD, "ci");
        assertThat(send(built, "GET", "/actions/runs/12", Map.of()).statusCode())
                .isEqualTo(404);
        assertThat(send(head, "POST", "/actions/runs/12/rerun", Map.of()).statusCode())
                .isEqualTo(201);
        assertThat(send(head, "POST", "/actions/runs/12/rerun", Map.of()).statusCode())
                .isEqualTo(400);
        assertThat(send(head, "GET", "/actions/runs/12", Map.of()).body())
                .contains("\"run_attempt\":2")
                .contains("queued");
    }

    private HttpResponse<String> send(StandInGitea gitea, String method, String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        String text = body.isEmpty() ? "" : Json.write(body);
        return http.send(
                HttpRequest.newBuilder(URI.create(gitea.baseUrl() + "/api/v1/repos/acme/app" + path))
                        .header("Authorization", "token right")
                        .method(method, BodyPublishers.ofString(text))
                        .build(),
                BodyHandlers.ofString());
    }
}
