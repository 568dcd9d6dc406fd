package ai.a5c.krate.gitea.standin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-in refuses by scope and by permission, and lists what changed, as measured on a real Gitea. */
class StandInScopesTest {

    private static final String BASE = "/repos/acme/app";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-23T10:00:00.7Z"));
    private final HttpClient http = HttpClient.newHttpClient();
    private final StandInGitea gitea =
            StandInGitea.start(StandInGitea.Config.of(secret("right")).at(now::get));

    @AfterEach
    void close() {
        gitea.close();
    }

    @Test
    void aTokenWithoutTheScopeIsToldWhichOneIsMissing() throws Exception {
        gitea.addToken(secret("narrow"), "claude-bot", "read:issue", "read:user");
        assertThat(send("narrow", "GET", BASE + "/issues/1").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = send("narrow", "POST", BASE + "/issues/1/comments");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(Json.readObject(refused.body()))
                .containsEntry("message", "token does not have at least one of required scope(s): [write:issue]");
        assertThat(send("narrow", "GET", BASE + "/pulls/3").statusCode()).isEqualTo(403);
    }

    @Test
    void writingIncludesReading() throws Exception {
        gitea.addToken(secret("writer"), "claude-bot", "write:issue");
        assertThat(send("writer", "GET", BASE + "/issues/1").statusCode()).isEqualTo(200);
    }

    @Test
    void onlyAnAdministratorAsksWhatOthersMayDoAndSeesHooks() throws Exception {
        gitea.addToken(secret("alices"), "alice", "all");
        assertThat(send("alices", "GET", BASE + "/collaborators/alice/permission")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("alices", "GET", BASE + "/collaborators/mallory/permission")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("alices", "GET", BASE + "/hooks").statusCode()).isEqualTo(403);
        assertThat(send("alices", "GET", "/orgs/acme/hooks").statusCode()).isEqualTo(403);
    }

    @Test
    void theRepositorySaysWhatTheAskerMayDo() throws Exception {
        gitea.addToken(secret("ritas"), "rita", "all");
        assertThat(Json.readObject(send("ritas", "GET", BASE).body()))
                .containsEntry("permissions", Map.of("admin", false, "push", false, "pull", true));
        assertThat(Json.readObject(send("right", "GET", BASE).body()))
                .containsEntry("permissions", Map.of("admin", true, "push", true, "pull", true));
    }

    @Test
    void listsHoldWhatChangedSinceAnInstantItselfIncluded() throws Exception {
        gitea.as("alice").say(1, "early");
        now.set(Instant.parse("2026-11-23T11:00:00.9Z"));
        gitea.as("alice").say(2, "late");
        String since = "?state=all&since=" + URLEncoder.encode("2026-11-23T11:00:00Z", StandardCharsets.UTF_8);
        assertThat(list(BASE + "/issues" + since))
                .singleElement()
                .satisfies(issue -> assertThat(issue)
                        .containsEntry("number", 2)
                        .containsEntry("updated_at", "2026-11-23T11:00:00Z"));
        assertThat(list(BASE + "/issues/comments" + since))
                .singleElement()
                .satisfies(comment -> assertThat(comment).containsEntry("body", "late"));
    }

    @Test
    void issuesAndPullRequestsAreListedApartWhenAskedSo() throws Exception {
        assertThat(list(BASE + "/issues?type=issues"))
                .extracting(issue -> issue.get("number"))
                .containsExactly(7, 2, 1);
        assertThat(list(BASE + "/pulls?state=all"))
                .extracting(pull -> pull.get("number"))
                .containsExactly(6, 5, 4, 3);
    }

    private List<Map<String, Object>> list(String path) throws Exception {
        HttpResponse<String> answer = send("right", "GET", path);
        assertThat(answer.statusCode()).isEqualTo(200);
        List<Map<String, Object>> found = new ArrayList<>();
        for (Object item : (List<?>) Objects.requireNonNull(Json.read(answer.body()))) {
            found.add(Json.readObject(Json.write(item)));
        }
        return found;
    }

    private HttpResponse<String> send(String token, String method, String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(gitea.baseUrl() + "/api/v1" + path))
                        .header("Authorization", "token " + token)
                        .method(method, BodyPublishers.ofString("{\"body\":\"x\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }
}
