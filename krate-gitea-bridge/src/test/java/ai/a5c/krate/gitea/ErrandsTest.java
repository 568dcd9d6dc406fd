package ai.a5c.krate.gitea;

import static ai.a5c.krate.gitea.GiteaStage.assertMayPass;
import static ai.a5c.krate.gitea.GiteaStage.assertRefused;
import static ai.a5c.krate.gitea.GiteaStage.mutation;
import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.Written;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a forge besides the errand itself, and how often. */
class ErrandsTest {

    private static final Mutation REACTION = mutation("reaction", "1", "eyes", "");
    private static final Mutation RERUN = mutation("workflow-rerun", "12", "", "", "attempt", "1");
    private static final String REACTIONS = "/api/v1/repos/acme/app/issues/1/reactions";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> answers =
            new ConcurrentHashMap<>(Map.of("/api/v1/user", "{\"id\": 4, \"login\": \"bot\"}"));
    private Instant now = Instant.parse("2026-11-23T09:00:00Z");
    private String token = "first-token";
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theOwnAccountIsAskedForOnceAMinute() {
        GiteaTarget target = target();
        target.find(REACTION);
        target.find(REACTION);
        assertThat(times("/api/v1/user")).isEqualTo(1);
        now = now.plus(Duration.ofSeconds(61));
        target.find(REACTION);
        assertThat(times("/api/v1/user")).isEqualTo(2);
    }

    @Test
    void anotherTokenIsAnotherAccount() {
        GiteaTarget target = target();
        target.find(REACTION);
        token = "second-token";
        target.find(REACTION);
        assertThat(times("/api/v1/user")).isEqualTo(2);
    }

    @Test
    void theVersionIsAskedForNowAndThen() {
        answers.put("/api/v1/version", "{\"version\": \"1.22.0\"}");
        GiteaTarget target = target();
        Stream.of(1, 2)
                .forEach(again -> assertRefused(() -> target.find(RERUN), "NotPossible", cannot("Gitea 1.22.0")));
        assertThat(times("/api/v1/version")).isEqualTo(1);
        answers.put("/api/v1/version", "{\"version\": \"11.0.1+gitea-1.22.0\"}");
        now = now.plus(Duration.ofMinutes(11));
        assertRefused(() -> target.find(RERUN), "NotPossible", cannot("Forgejo 11.0.1+gitea-1.22.0"));
    }

    @Test
    void aForgeThatDoesNotNumberAttemptsIsRefused() {
        answers.put("/api/v1/version", "{\"version\": \"1.26.0\"}");
        answers.put("/api/v1/repos/acme/app/actions/runs/12", "{\"id\": 12, \"run_attempt\": 0}");
        assertRefused(
                () -> target().find(RERUN),
                "NotPossible",
                "Gitea 1.26.0 does not number the attempts of acme/app run 12, so that a second one could not be told from"
                        + " the first");
    }

    @Test
    void anAccountWithoutAnIdIsNobody() {
        answers.put("/api/v1/user", "{\"login\": \"bot\"}");
        assertMayPass(() -> target().find(REACTION), "Unreachable", "the forge does not name Krate's own account");
        answers.put("/api/v1/user", "");
        assertMayPass(() -> target().find(REACTION), "Unreachable", "the forge gave an empty answer");
    }

    @Test
    void aForgeThatListsTheWorkOfOthersDoesNotMakeItOurs() {
        Mutation open = mutation("open-pr", "krate/r-1", "", "marker-1", "base", "main", "title", "Fix it");
        String pull = "[{\"number\": 9, \"body\": \"x\\n\\nmarker-1\", \"user\": {\"id\": %d}}]";
        answers.put("/api/v1/repos/acme/app/issues", pull.formatted(2));
        assertThat(target().find(open)).isEmpty();
        answers.put("/api/v1/repos/acme/app/issues", pull.formatted(4));
        assertThat(target().find(open).map(Written::remoteId)).contains("9");
    }

    @Test
    void aListOfNothingMayBeNull() {
        answers.put(REACTIONS, "null");
        assertThat(target().find(REACTION)).isEmpty();
        answers.put(REACTIONS, "[null, {}, {\"user\": {\"id\": 4}}]");
        assertThat(target().find(REACTION)).isEmpty();
    }

    private static String cannot(String forge) {
        return forge
                + " cannot run a workflow again by its API; Gitea can since 1.26. Run it again by hand, or push a commit";
    }

    private long times(String path) {
        return asked.stream().filter(path::equals).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            byte[] body = answers.getOrDefault(path, "[]").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private GiteaTarget target() {
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        return new GiteaTarget(
                (organization, repository) -> new Forge(
                        url, "acme", repository, Optional.of(new SecretValue(token.getBytes(StandardCharsets.UTF_8)))),
                new GiteaConnections(),
                () -> now);
    }
}
