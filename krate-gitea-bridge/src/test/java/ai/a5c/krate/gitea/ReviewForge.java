package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.standin.StandInGitea;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stand-in forge whose pull request 5 has reviews, in the shape that Gitea answers with, oldest first. */
final class ReviewForge implements AutoCloseable {

    static final SecretValue TOKEN = new SecretValue("sesame-open".getBytes(StandardCharsets.UTF_8));

    private static final String REVIEWS = "/api/v1/repos/acme/app/pulls/5/reviews";

    private final List<Map<String, Object>> reviews = new ArrayList<>();
    private final Map<Long, List<Map<String, Object>>> comments = new LinkedHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private int refusal;
    private final StandInGitea gitea = StandInGitea.start(new StandInGitea.Config(
            TOKEN, "claude-bot", true, true, Map.of(REVIEWS, this::answer), InstantSource.system()));

    Forge forge() {
        return new Forge(gitea.baseUrl(), "acme", "app", Optional.of(TOKEN));
    }

    /** Each request for reviews or their comments. */
    List<String> asked() {
        return asked;
    }

    void refuse(int status) {
        refusal = status;
    }

    void review(long id, long by, String state, String body, String submittedAt) {
        Map<String, Object> review = new LinkedHashMap<>();
        review.put("id", id);
        review.put("user", Map.of("id", by, "login", "account" + by));
        review.put("state", state);
        review.put("body", body);
        review.put("submitted_at", submittedAt);
        review.put("updated_at", submittedAt);
        reviews.add(review);
    }

    void comment(long review, long by, String body, String updatedAt) {
        comment(review, by, "src/Main.java", body, updatedAt);
    }

    void comment(long review, long by, String path, String body, String updatedAt) {
        Map<String, Object> comment = new LinkedHashMap<>();
        comment.put("id", 1000 + comments.size());
        comment.put("user", Map.of("id", by, "login", "account" + by));
        comment.put("pull_request_review_id", review);
        comment.put("body", body);
        comment.put("path", path);
        comment.put("position", 3);
        comment.put("original_position", 0);
        comment.put("updated_at", updatedAt);
        comments.computeIfAbsent(review, id -> new ArrayList<>()).add(comment);
    }

    @Override
    public void close() {
        gitea.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            asked.add(path.substring(REVIEWS.length()) + "?" + query);
            if (refusal != 0) {
                respond(exchange, refusal, Map.of("message", "token does not have at least one of required scope(s)"));
            } else if (path.equals(REVIEWS)) {
                exchange.getResponseHeaders().set("X-Total-Count", Integer.toString(reviews.size()));
                int page = Integer.parseInt(query.replaceAll(".*page=(\\d+).*", "$1"));
                respond(
                        exchange,
                        200,
                        reviews.stream().skip((page - 1) * 50L).limit(50).toList());
            } else {
                long review = Long.parseLong(path.replaceAll(".*/reviews/(\\d+)/comments", "$1"));
                respond(exchange, 200, comments.getOrDefault(review, List.of()));
            }
        }
    }

    private static void respond(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }
}
