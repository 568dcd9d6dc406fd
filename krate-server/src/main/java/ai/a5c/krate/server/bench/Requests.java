package ai.a5c.krate.server.bench;

import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Asks a server over one HTTP/1.1 connection at a time. */
final class Requests {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;
    private final String token;

    Requests(String url, String token) {
        this.url = url;
        this.token = token;
    }

    byte[] get(String path) {
        return sent(request(path).GET());
    }

    byte[] post(String path, Map<String, Object> body) {
        return sent(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Json.write(body))));
    }

    byte[] post(String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request =
                request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return sent(request);
    }

    byte[] put(String path, Map<String, Object> body) {
        return sent(request(path)
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(Json.write(body))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).header("Authorization", "Bearer " + token);
    }

    private byte[] sent(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() >= 300) {
                throw new BenchException("%s answers %d".formatted(response.uri(), response.statusCode()));
            }
            return response.body();
        } catch (IOException e) {
            throw new BenchException("the server does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
