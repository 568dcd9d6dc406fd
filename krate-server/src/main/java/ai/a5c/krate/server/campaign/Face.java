package ai.a5c.krate.server.campaign;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server as its clients see it; one that does not answer gives the status 0. */
final class Face {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final String url;
    private final String token;

    Face(String url, String token) {
        this.url = url;
        this.token = token;
    }

    boolean isReady() {
        return send(request("/readyz", Duration.ofSeconds(3)).GET()).status() == 200;
    }

    Answer get(String path) {
        return send(request(path, Duration.ofSeconds(20)).GET());
    }

    Answer post(String path, Map<String, Object> body) {
        return send(request(path, Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.write(body))));
    }

    /** A webhook call, which needs no token. */
    Answer deliver(Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + "/hooks/gitea/acme/gitea"))
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request);
    }

    /** All items of a list, page by page. */
    List<Tree> all(String path) {
        List<Tree> items = new ArrayList<>();
        String next = "";
        do {
            Answer answer = get(path + "?limit=500" + (next.isEmpty() ? "" : "&continue=" + next));
            if (answer.status() != 200) {
                throw new CampaignException("%s answered %d: %s".formatted(path, answer.status(), answer.body()));
            }
            items.addAll(answer.tree().list("items"));
            next = answer.tree().text("metadata.continue");
        } while (!next.isEmpty());
        return items;
    }

    private HttpRequest.Builder request(String path, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer =
                    HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Answer(0, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "interrupted");
        }
    }

    /** What came back. */
    record Answer(int status, String body) {

        /** Whether nobody knows what became of the call. */
        boolean isUnknown() {
            return status == 0 || status >= 500 || status == 429;
        }

        Tree tree() {
            try {
                return new Tree(Json.readObject(body));
            } catch (InvalidJsonException e) {
                return new Tree(Map.of());
            }
        }
    }
}
