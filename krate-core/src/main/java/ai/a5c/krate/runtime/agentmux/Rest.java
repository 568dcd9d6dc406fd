package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The gateway's HTTP side. */
final class Rest {

    private static final int MAX_ANSWER = 64 * 1024 * 1024;

    private final AgentMuxSettings settings;
    private final HttpClient client;

    Rest(AgentMuxSettings settings, HttpClient client) {
        this.settings = settings;
        this.client = client;
    }

    /** What the gateway knows of a run; empty if it does not know it. */
    Optional<Map<String, Object>> run(String runId) {
        Answer answer = get("/api/v1/runs/" + runId);
        return answer.status() == 404 ? Optional.empty() : Optional.of(answer.require());
    }

    /** How many runs the gateway itself takes for active; empty if it does not tell. */
    OptionalLong active() {
        Answer answer = get("/healthz");
        Map<String, Object> runs = answer.status() == 404 ? Map.of() : Fields.object(answer.require(), "runs");
        return runs.get("active") instanceof Number
                ? OptionalLong.of(Fields.number(runs, "active"))
                : OptionalLong.empty();
    }

    /** The agents it offers. */
    Map<String, Object> agents() {
        return get("/api/v1/agents").require();
    }

    /** What was said in a session, a page of it from {@code offset}; empty if the gateway has none. */
    Optional<Map<String, Object>> messages(String sessionId, long offset, int limit) {
        Answer answer = get("/api/v1/sessions/%s/messages?limit=%d&offset=%d".formatted(sessionId, limit, offset));
        return answer.status() == 404 ? Optional.empty() : Optional.of(answer.require());
    }

    /** Asks for a run. */
    Answer start(Map<String, Object> options) {
        return send("POST", "/api/v1/runs", Json.write(options));
    }

    /** Asks for a run's end; false if the gateway has no such run at work. */
    boolean stop(String runId) {
        Answer answer = send("POST", "/api/v1/runs/" + runId + "/stop", "{}");
        return answer.status() != 404 && Boolean.TRUE.equals(answer.require().get("stopped"));
    }

    private Answer get(String path) {
        return send("GET", path, "");
    }

    private Answer send(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(settings.gateway().toString().replaceAll("/+$", "") + path))
                .timeout(settings.timing().request())
                .header("Authorization", "Bearer " + settings.token().get());
        if (method.equals("GET")) {
            request.GET();
        } else {
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(body));
        }
        return await(client.sendAsync(request.build(), BodyHandlers.ofInputStream())
                .thenApply(response -> read(path, response)));
    }

    private Answer read(String path, HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_ANSWER + 1);
            if (bytes.length > MAX_ANSWER) {
                throw new RuntimeUnavailableException("the gateway's answer to %s is too large".formatted(path));
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new Answer(path, response.statusCode(), Fields.parsed(text).orElse(Map.of()));
        } catch (IOException e) {
            throw new RuntimeUnavailableException("the gateway broke off its answer to " + path, e);
        }
    }

    private Answer await(CompletableFuture<Answer> answer) {
        try {
            return answer.get(settings.timing().request().toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RuntimeUnavailableException("interrupted while waiting for the gateway", e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new RuntimeUnavailableException("the gateway does not answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeUnavailableException unavailable) {
                throw unavailable;
            }
            throw new RuntimeUnavailableException("the gateway cannot be reached: " + Words.of(e.getCause()), e);
        }
    }

    /**
     * What came back.
     *
     * @param body empty if it was no JSON object
     */
    record Answer(String path, int status, Map<String, Object> body) {

        /** The body of an answer that is a success. */
        Map<String, Object> require() {
            if (status == 401) {
                throw new RuntimeUnavailableException(Words.WRONG_TOKEN);
            }
            if (status / 100 != 2) {
                throw new RuntimeUnavailableException(
                        "the gateway answers %s with status %d".formatted(path.replaceAll("[?].*", ""), status));
            }
            return body;
        }
    }
}
