package ai.a5c.krate.server.command;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.tls.TlsException;
import ai.a5c.krate.server.tls.Trust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLHandshakeException;

/** Asks a server over its action face and its Kubernetes face. */
final class ApiClient {

    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

    private final HttpClient http;
    private final String server;
    private final String token;

    /**
     * For a server at a URL.
     *
     * @param authority PEM certificates that vouch for the server; those of this machine without it
     */
    ApiClient(String server, String token, Optional<Path> authority) {
        if (!server.matches("https?://[^\\s/?#@]+/?")) {
            throw new CommandException("the server must be a URL such as http://127.0.0.1:8080");
        }
        if (!token.matches("[\\x21-\\x7e]{1,200}")) {
            throw new CommandException("the token is not one line of printable characters");
        }
        this.server = server.replaceAll("/$", "");
        this.token = token;
        this.http = client(authority);
    }

    private static HttpClient client(Optional<Path> authority) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
        try {
            authority.map(Trust::only).ifPresent(builder::sslContext);
        } catch (TlsException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
        return builder.build();
    }

    static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String server() {
        return server;
    }

    Map<String, Object> get(String path) {
        return read(request(path).GET());
    }

    /** The text at an address, as it is stored there. */
    String text(String path) {
        HttpResponse<InputStream> response = send(request(path).GET());
        if (response.statusCode() >= 400) {
            throw new CommandException(Problem.text(body(response), response));
        }
        try (InputStream content = response.body()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** A text that comes in several answers. */
    Page page(String path) {
        HttpResponse<InputStream> response = send(request(path).GET());
        if (response.statusCode() >= 400) {
            throw new CommandException(Problem.text(body(response), response));
        }
        String next = response.headers().firstValue("X-Krate-Next").orElse("");
        try (InputStream content = response.body()) {
            return new Page(new String(content.readAllBytes(), StandardCharsets.UTF_8), next);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Empty if there is no such thing. */
    Optional<Map<String, Object>> find(String path) {
        HttpResponse<InputStream> response = send(request(path).GET());
        if (response.statusCode() == 404) {
            discard(response);
            return Optional.empty();
        }
        return Optional.of(body(response));
    }

    /** As a table, if the server makes one. */
    Map<String, Object> table(String path) {
        return read(request(path).setHeader("Accept", TABLE).GET());
    }

    /** What happens from now on, a line of JSON each, until the server or {@code sink} ends it. */
    void follow(String path, boolean table, Predicate<Map<String, Object>> sink) {
        HttpRequest.Builder request = request(path).timeout(Duration.ofDays(1)).GET();
        HttpResponse<InputStream> response = send(table ? request.setHeader("Accept", TABLE) : request);
        if (response.statusCode() >= 400) {
            throw new CommandException(Problem.text(body(response), response));
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null && (line.isBlank() || sink.test(Json.readObject(line)))) {
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw broken(e);
        } catch (InvalidJsonException e) {
            throw noKrate();
        }
    }

    Map<String, Object> delete(String path) {
        return read(request(path).DELETE());
    }

    Map<String, Object> delete(String path, Map<String, Object> options) {
        return write("DELETE", path, options);
    }

    Map<String, Object> post(String path, Map<String, Object> body) {
        return write("POST", path, body);
    }

    Map<String, Object> post(String path, String type, String body) {
        return read(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    /** Sends a document with POST, PUT or DELETE. */
    Map<String, Object> write(String method, String path, Map<String, Object> body) {
        return read(request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(Json.write(body))));
    }

    /** Server-side apply. */
    Map<String, Object> patch(String path, Map<String, Object> body) {
        return read(request(path)
                .header("Content-Type", "application/apply-patch+yaml")
                .method("PATCH", BodyPublishers.ofString(Json.write(body))));
    }

    /**
     * Part of a text.
     *
     * @param next behind which place the next part begins; empty for the last one
     */
    record Page(String text, String next) {}

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private Map<String, Object> read(HttpRequest.Builder request) {
        return body(send(request));
    }

    private Map<String, Object> body(HttpResponse<InputStream> response) {
        try (InputStream content = response.body()) {
            Map<String, Object> body = Json.readObject(content.readAllBytes());
            if (response.statusCode() >= 400) {
                throw new CommandException(Problem.text(body, response));
            }
            return body;
        } catch (IOException e) {
            throw broken(e);
        } catch (InvalidJsonException e) {
            throw noKrate();
        }
    }

    private void discard(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpResponse<InputStream> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw new CommandException("no server answers at %s; is it running? (krate serve)".formatted(server));
        } catch (SSLHandshakeException e) {
            throw new CommandException(("the certificate of %s is not trusted here (%s);"
                            + " name the one that vouches for it with --certificate-authority or KRATE_CA")
                    .formatted(server, e.getMessage()));
        } catch (IOException e) {
            throw broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }

    private CommandException broken(IOException e) {
        return new CommandException("the connection to %s failed: %s".formatted(server, e.getMessage()));
    }

    private CommandException noKrate() {
        return new CommandException("%s is no Krate server: its answer is no JSON".formatted(server));
    }
}
