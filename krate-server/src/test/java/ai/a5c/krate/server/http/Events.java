package ai.a5c.krate.server.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection that reads server-sent events as a browser does (WHATWG HTML, 9.2.6). */
public final class Events implements AutoCloseable {

    private final BufferedReader reader;

    /** Connects and asks for {@code path}, going on after {@code last} unless that is empty. */
    public Events(int port, String path, String token, String last) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token);
        if (!last.isEmpty()) {
            request.header("Last-Event-ID", last);
        }
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
        reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next event; its type is {@code closed} when there are no more. */
    public Event next() throws IOException {
        String id = "";
        String type = "";
        List<String> data = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.add(line.substring(6));
            } else if (line.isEmpty() && !type.isEmpty()) {
                return new Event(id, type, String.join("\n", data));
            }
        }
        return new Event("", "closed", "");
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** One event as it was dispatched. */
    public record Event(String id, String type, String data) {}
}
