package ai.a5c.krate.server.http;

import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Asks a server under test. */
public final class Client {

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final String token;

    /** Asks at {@code port} with {@code token}, or without any when it is empty. */
    public Client(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** Sends that request. */
    public Reply get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    /** Sends that request. */
    public Reply post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        return send(request(path, headers).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    /** Sends that request. */
    public Reply delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    /** Sends that request. */
    public Reply put(String path, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(body)));
    }

    /** Sends any request with a body. */
    public Reply send(String method, String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        return send(request(path, headers).header("Content-Type", type).method(method, BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), response);
    }

    /** What came back. */
    public record Reply(int status, String body, HttpResponse<String> response) {

        /** The body as an object. */
        public Map<String, Object> json() {
            return Json.readObject(body);
        }

        /** A header, or empty text. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The error without what differs each time. */
        public String error() {
            return status + " " + body.replaceAll("\"correlationId\":\"[0-9a-f]+\"", "\"correlationId\":\"\"");
        }
    }

    /** The status line that answers JSON of one byte too many, of which only the length is told. */
    public String oversized(String path) throws IOException {
        String head = "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
                .formatted(path, token);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((head + "Content-Length: 1048577\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readNBytes(64), StandardCharsets.ISO_8859_1);
        }
    }
}
