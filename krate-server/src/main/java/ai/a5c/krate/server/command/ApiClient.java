package ai.a5c.krate.server.command;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.tls.TlsException;
import ai.a5c.krate.server.tls.Trust;
import java.io.IOException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;

/** Asks a server over its action face. */
final class ApiClient {

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

    Map<String, Object> get(String path) {
        return send(request(path).GET());
    }

    Map<String, Object> delete(String path) {
        return send(request(path).DELETE());
    }

    Map<String, Object> post(String path, Map<String, Object> body) {
        return post(path, "application/json", Json.write(body));
    }

    Map<String, Object> post(String path, String type, String body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json");
    }

    private Map<String, Object> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            Map<String, Object> body = Json.readObject(response.body());
            if (response.statusCode() >= 400) {
                throw new CommandException(problem(body));
            }
            return body;
        } catch (ConnectException e) {
            throw new CommandException("no server answers at %s; is it running? (krate serve)".formatted(server));
        } catch (SSLHandshakeException e) {
            throw new CommandException(("the certificate of %s is not trusted here (%s);"
                            + " name the one that vouches for it with --certificate-authority or KRATE_CA")
                    .formatted(server, e.getMessage()));
        } catch (IOException e) {
            throw new CommandException("the connection to %s failed: %s".formatted(server, e.getMessage()));
        } catch (InvalidJsonException e) {
            throw new CommandException("%s is no Krate server: its answer is no JSON".formatted(server));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }

    private static String problem(Map<String, Object> body) {
        if (!(body.get("error") instanceof Map<?, ?> error)) {
            return "the server refused without saying why";
        }
        StringBuilder text = new StringBuilder();
        text.append(error.get("message")).append(" (").append(error.get("code")).append(')');
        if (error.get("reasons") instanceof List<?> reasons) {
            for (Object reason : reasons) {
                if (reason instanceof Map<?, ?> one && !"".equals(one.get("field"))) {
                    text.append("\n  ").append(one.get("field")).append(": ").append(one.get("message"));
                }
            }
        }
        return text.append("\n  correlation id ")
                .append(error.get("correlationId"))
                .toString();
    }
}
