package ai.a5c.krate.gitea.standin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.gitea.GiteaSignature;
import ai.a5c.krate.gitea.GiteaWebhooks;
import ai.a5c.krate.gitea.GiteaWebhooks.Accepted;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in keeps and calls hooks as measured on a real Gitea. */
class StandInHooksTest {

    private static final String HOOKS = "/repos/acme/app/hooks";
    private static final List<String> EVENTS = List.of("issues", "issue_comment", "pull_request", "push");

    private final HttpClient http = HttpClient.newHttpClient();
    private final StandInGitea gitea = StandInGitea.start(StandInGitea.Config.of(secret("right")));
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private HttpServer receiver;
    private volatile int answer = 202;

    /** A call that arrived. */
    private record Call(Map<String, String> headers, String body) {

        Map<String, Object> json() {
            return Json.readObject(body);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", this::receive);
        receiver.start();
    }

    @AfterEach
    void close() {
        gitea.close();
        receiver.stop(0);
    }

    @Test
    void whatHappensIsDeliveredSignedOnce() throws Exception {
        create(EVENTS);
        gitea.as("alice").say(1, "@claude fix this");
        assertThat(gitea.deliveries()).singleElement().satisfies(delivery -> {
            assertThat(delivery.type()).isEqualTo("issue_comment");
            assertThat(delivery.status()).isEqualTo(202);
        });
        Call call = calls.remove();
        assertThat(verdict(call)).isInstanceOf(Accepted.class);
        assertThat(call.json()).containsKeys("action", "issue", "comment", "repository", "sender", "is_pull");
        assertThat(call.headers()).containsEntry("Authorization", "Bearer hook-auth");
    }

    @Test
    void aDeliveryThatFailedIsNeverRepeated() throws Exception {
        create(EVENTS);
        answer = 500;
        gitea.as("alice").say(1, "lost");
        assertThat(gitea.deliveries()).hasSize(1);
        answer = 202;
        gitea.as("alice").say(1, "told");
        assertThat(gitea.deliveries()).extracting(StandInDelivery::status).containsExactly(500, 202);
    }

    @Test
    void anEmptyListOfEventsInAChangeMeansPushesOnlyAndTakesTheHeaderAway() throws Exception {
        long id = create(EVENTS);
        Map<String, Object> changed = Json.readObject(send(
                        "PATCH",
                        HOOKS + "/" + id,
                        Map.of("config", Map.of("url", url(), "content_type", "json", "secret", "other")))
                .body());
        assertThat(changed)
                .containsEntry("events", List.of("push"))
                .containsEntry("authorization_header", "")
                .containsEntry("branch_filter", "")
                .containsEntry("active", true);
        gitea.as("alice").say(1, "nobody hears it");
        gitea.as("alice").push("main", "a".repeat(40), "b".repeat(40), List.of("README.md"));
        assertThat(gitea.deliveries()).extracting(StandInDelivery::type).containsExactly("push");
        Call call = calls.remove();
        assertThat(verdict(call)).as("the old secret still signs").isInstanceOf(Accepted.class);
    }

    @Test
    void labelsAssignmentsAndReviewsComeUnderTheirOwnTypes() throws Exception {
        create(EVENTS);
        gitea.as("alice").label(1, "bug");
        gitea.as("alice").label(1);
        gitea.as("alice").assign(2, "claude-bot");
        gitea.as("alice").label(3, "bug");
        gitea.as("alice").say(3, "on the pull request");
        gitea.as("alice").push(3, "c".repeat(40));
        assertThat(gitea.deliveries())
                .extracting(delivery -> delivery.event() + "/" + delivery.type())
                .containsExactly(
                        "issues/issue_label",
                        "issues/issue_label",
                        "issues/issue_assign",
                        "pull_request/pull_request_label",
                        "issue_comment/pull_request_comment",
                        "push/push",
                        "pull_request/pull_request_sync");
        assertThat(calls.stream().map(call -> call.json().get("action")))
                .containsExactly(
                        "label_updated", "label_cleared", "assigned", "label_updated", "created", null, "synchronized");
    }

    @Test
    void aTestDeliversAPushOfNothing() throws Exception {
        long id = create(EVENTS);
        assertThat(send("POST", HOOKS + "/" + id + "/tests", Map.of()).statusCode())
                .isEqualTo(204);
        assertThat(gitea.deliveries()).hasSize(1);
        Map<String, Object> body = calls.remove().json();
        assertThat(body.get("before")).isEqualTo(body.get("after"));
    }

    @Test
    void aHostThatIsNotAllowedIsNeverCalled() throws Exception {
        create(EVENTS);
        gitea.allowHosts(false);
        gitea.as("alice").say(1, "into the void");
        assertThat(gitea.deliveries()).extracting(StandInDelivery::status).containsExactly(0);
        assertThat(calls).isEmpty();
    }

    @Test
    void aHookWithoutASecretIsSignedWithNothing() throws Exception {
        create(EVENTS, "");
        gitea.as("alice").say(1, "x");
        assertThat(gitea.deliveries()).hasSize(1);
        assertThat(calls.remove().headers())
                .containsEntry("X-gitea-signature", "")
                .containsEntry("X-hub-signature-256", "sha256=");
    }

    @Test
    void theSecretIsNeverAnsweredAndAGoneHookIsGone() throws Exception {
        long id = create(EVENTS);
        assertThat(get(HOOKS).body()).doesNotContain("s3cr3t");
        assertThat(send("DELETE", HOOKS + "/" + id, Map.of()).statusCode()).isEqualTo(204);
        assertThat(get(HOOKS + "/" + id).statusCode()).isEqualTo(404);
        gitea.as("alice").say(1, "x");
        assertThat(gitea.deliveries()).isEmpty();
    }

    @Test
    void whatCannotBeAHookIsRefused() throws Exception {
        HttpResponse<String> noUrl =
                send("POST", HOOKS, Map.of("type", "gitea", "config", Map.of("content_type", "json")));
        assertThat(noUrl.statusCode()).isEqualTo(422);
        assertThat(Json.readObject(noUrl.body())).containsEntry("message", "Missing config option: url");
        assertThat(send("POST", HOOKS, Map.of("type", "telex")).statusCode()).isEqualTo(422);
    }

    private long create(List<String> events) throws Exception {
        return create(events, "s3cr3t");
    }

    private long create(List<String> events, String secret) throws Exception {
        HttpResponse<String> made = send(
                "POST",
                HOOKS,
                Map.of(
                        "type",
                        "gitea",
                        "config",
                        Map.of("url", url(), "content_type", "json", "secret", secret),
                        "events",
                        events,
                        "authorization_header",
                        "Bearer hook-auth",
                        "branch_filter",
                        "*",
                        "active",
                        true));
        assertThat(made.statusCode()).isEqualTo(201);
        return Json.readObject(made.body()).get("id") instanceof Number id ? id.longValue() : 0;
    }

    private static GiteaWebhooks.Outcome verdict(Call call) {
        GiteaSignature signature = new GiteaSignature(Optional.of(secret("s3cr3t")), Optional.empty());
        return new GiteaWebhooks().receive(call.headers(), call.body().getBytes(StandardCharsets.UTF_8), signature);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().get(0)));
            calls.add(new Call(headers, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, Map.of());
    }

    private HttpResponse<String> send(String method, String path, Map<String, Object> body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(gitea.baseUrl() + "/api/v1" + path))
                        .header("Authorization", "token right")
                        .method(method, BodyPublishers.ofString(Json.write(body)))
                        .build(),
                BodyHandlers.ofString());
    }

    private static SecretValue secret(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }
}
