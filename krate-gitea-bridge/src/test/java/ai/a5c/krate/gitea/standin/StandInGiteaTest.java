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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-in behaves as measured on a real Gitea, as far as Krate and its demo rely on it. */
class StandInGiteaTest {

    private static final String COMMENTS = "/repos/acme/app/issues/1/comments";

    private final HttpClient http = HttpClient.newHttpClient();
    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(secret()));

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void itListensOnTheLoopbackAddressOnly() {
        assertThat(gitea.baseUrl()).startsWith("http://127.0.0.1:");
    }

    @Test
    void anybodyMayAskForTheVersion() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/version")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Json.readObject(answer.body())).containsEntry("version", "1.22.0+stand-in");
    }

    @Test
    void withoutTheRightTokenNothingIsAnswered() throws Exception {
        assertThat(send(HttpRequest.newBuilder(uri("/user"))).statusCode()).isEqualTo(401);
        assertThat(send(HttpRequest.newBuilder(uri("/user")).header("Authorization", "token wrong"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(send(HttpRequest.newBuilder(uri("/user")).header("Authorization", "Bearer right"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theTokenBelongsToTheBot() throws Exception {
        assertThat(Json.readObject(get("/user").body())).containsEntry("id", 4).containsEntry("login", "claude-bot");
    }

    @Test
    void permissionsAreThoseThatWereMeasured() throws Exception {
        for (List<String> row : List.of(
                List.of("alice", "write"),
                List.of("mallory", "read"),
                List.of("rita", "read"),
                List.of("root1", "owner"))) {
            assertThat(Json.readObject(get("/repos/acme/app/collaborators/" + row.get(0) + "/permission")
                            .body()))
                    .containsEntry("permission", row.get(1));
        }
        HttpResponse<String> unknown = get("/repos/acme/app/collaborators/nosuch/permission");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Json.readObject(unknown.body()))
                .containsEntry("message", "user does not exist [uid: 0, name: nosuch, keyid: 0]");
        assertThat(get("/repos/acme/app/collaborators/_unknown_user/permission").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pullRequestsAreThoseThatWereCaptured() throws Exception {
        assertThat(Json.readObject(get("/repos/acme/app/pulls/3").body()))
                .extractingByKey("head", InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("ref", "feature/alice")
                .containsEntry("repo_id", 1);
        gitea.loseFork(4);
        assertThat(Json.readObject(get("/repos/acme/app/pulls/4").body()))
                .extractingByKey("head", InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("repo", null)
                .containsEntry("repo_id", -1)
                .containsEntry("ref", "refs/pull/4/head");
        assertThat(get("/repos/acme/app/pulls/1").statusCode()).isEqualTo(404);
        assertThat(get("/repos/acme/other/pulls/3").statusCode()).isEqualTo(404);
    }

    @Test
    void aCommentIsMadeReadAndEdited() throws Exception {
        HttpResponse<String> made = send("POST", COMMENTS, Map.of("body", "first"));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(Json.readObject(made.body())).containsEntry("id", 100).containsEntry("body", "first");
        assertThat(send("PATCH", "/repos/acme/app/issues/comments/100", Map.of("body", "second"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(Json.readObject(get("/repos/acme/app/issues/comments/100").body()))
                .containsEntry("body", "second");
        assertThat(gitea.comments("acme", "app", 1))
                .extracting(StandInComment::body)
                .containsExactly("second");
        assertThat(Json.readObject(
                        send("POST", COMMENTS, Map.of("body", "next")).body()))
                .containsEntry("id", 101);
    }

    @Test
    void whatCannotBeACommentIsRefused() throws Exception {
        assertThat(send("POST", COMMENTS, Map.of("body", " ")).statusCode()).isEqualTo(422);
        assertThat(send("POST", COMMENTS, Map.of()).statusCode()).isEqualTo(422);
        assertThat(send("POST", "/repos/acme/app/issues/99/comments", Map.of("body", "x"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/repos/acme/app/issues/comments/7").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", COMMENTS, Map.of()).statusCode()).isEqualTo(405);
        assertThat(send("POST", COMMENTS, Map.of("body", "x".repeat(1024 * 1024)))
                        .statusCode())
                .isEqualTo(413);
        assertThat(gitea.comments("acme", "app", 1)).isEmpty();
    }

    @Test
    void commentsComeInPages() throws Exception {
        for (int count = 0; count < 70; count++) {
            gitea.say("alice", 1, "comment " + count);
        }
        HttpResponse<String> first = get(COMMENTS);
        assertThat(comments(first)).hasSize(30);
        assertThat(first.headers().firstValue("X-Total-Count")).contains("70");
        assertThat(first.headers().firstValue("Link"))
                .contains("<%s/api/v1%s?page=2&limit=30>; rel=\"next\"".formatted(gitea.baseUrl(), COMMENTS));
        HttpResponse<String> second = get(COMMENTS + "?page=2&limit=500");
        assertThat(comments(second)).hasSize(20);
        assertThat(second.headers().firstValue("Link")).isEmpty();
        assertThat(comments(get(COMMENTS + "?page=3"))).hasSize(10);
        assertThat(comments(get(COMMENTS + "?page=9"))).isEmpty();
    }

    @Test
    void theNextRequestFailsOnDemandAndOnlyThat() throws Exception {
        gitea.failNext(423, "the issue is locked");
        HttpResponse<String> locked = send("POST", COMMENTS, Map.of("body", "x"));
        assertThat(locked.statusCode()).isEqualTo(423);
        assertThat(Json.readObject(locked.body())).containsEntry("message", "the issue is locked");
        assertThat(send("POST", COMMENTS, Map.of("body", "x")).statusCode()).isEqualTo(201);
    }

    @Test
    void otherPathsCanBeServedBesides() throws Exception {
        StandInGitea.Config config = new StandInGitea.Config(
                secret(),
                "claude-bot",
                true,
                true,
                Map.of("/acme/app.git", exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                }),
                InstantSource.system());
        try (StandInGitea further = StandInGitea.start(config)) {
            URI git = URI.create(further.baseUrl() + "/acme/app.git/info/refs");
            assertThat(send(HttpRequest.newBuilder(git)).statusCode()).isEqualTo(204);
        }
    }

    private List<?> comments(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.read(answer.body()) instanceof List<?> list ? list : List.of();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).header("Authorization", "token right"));
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "token right")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.write(body))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(gitea.baseUrl() + "/api/v1" + path);
    }

    private static SecretValue secret() {
        return new SecretValue("right".getBytes(StandardCharsets.UTF_8));
    }
}
