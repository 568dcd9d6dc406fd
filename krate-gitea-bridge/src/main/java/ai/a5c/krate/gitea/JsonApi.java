package ai.a5c.krate.gitea;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.source.ForgeSource.Forge;
import ai.a5c.krate.source.SourceUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gitea's API in plain JSON, for what is handed on as it is and for what is only looked at. */
final class JsonApi {

    private final HttpClient http;
    private final Forge forge;
    private final URI base;
    private final String token;
    private final AtomicInteger requests = new AtomicInteger();

    JsonApi(HttpClient http, Forge forge, URI base, String token) {
        this.http = http;
        this.forge = forge;
        this.base = base;
        this.token = token;
    }

    /**
     * An answer.
     *
     * @param json what it says; null if that is no JSON
     * @param at when the forge says it was given
     */
    record Reply(int status, @Nullable Object json, Optional<Instant> at, String told) {

        boolean isGiven() {
            return status >= 200 && status < 300;
        }

        /** The object that it is; empty for anything else. */
        Map<String, Object> object() {
            return asObject(json);
        }

        /** The objects that it lists. */
        List<Map<String, Object>> objects() {
            List<Map<String, Object>> objects = new ArrayList<>();
            if (json instanceof List<?> list) {
                list.forEach(item -> objects.add(asObject(item)));
            }
            return objects;
        }
    }

    /** How many requests were made. */
    int requests() {
        return requests.get();
    }

    /** Below {@code /repos/owner/name}. */
    String repository(String path) {
        if (!GiteaConnections.isName(forge.owner()) || !GiteaConnections.isName(forge.name())) {
            throw new ForgeSettingException("spec.forge of the repository names no owner and name");
        }
        return "repos/%s/%s%s".formatted(forge.owner(), forge.name(), path);
    }

    /** Asks for {@code path} below {@code /api/v1/}. */
    Reply get(String path) {
        return send("GET", path, Map.of());
    }

    /**
     * Asks for {@code path}, which must be given.
     *
     * @throws SourceUnavailableException with the forge's words if it is not
     */
    Reply need(String path) {
        return need(get(path), path);
    }

    /** The same of what was asked for already. */
    Reply need(Reply reply, String path) {
        if (!reply.isGiven()) {
            throw new SourceUnavailableException(
                    "%s does not tell %s: %s".formatted(forge.baseUrl(), path.replaceAll("\\?.*", ""), reply.told()));
        }
        return reply;
    }

    /**
     * Sends {@code body} to {@code path}.
     *
     * @throws SourceUnavailableException if no whole answer comes
     */
    Reply send(String method, String path, Map<String, ?> body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).header("Accept", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "token " + token);
        }
        if (method.equals("GET") || method.equals("DELETE")) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(Json.write(body)));
        }
        requests.incrementAndGet();
        try {
            return reply(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw unavailable(Objects.requireNonNullElse(e.getMessage(), "no answer"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the server is stopping");
        }
    }

    private SourceUnavailableException unavailable(String why) {
        return new SourceUnavailableException(
                "%s cannot be asked now: %s".formatted(forge.baseUrl(), Wording.line(hidden(why))));
    }

    private Reply reply(HttpResponse<byte[]> answer) {
        Object json = json(answer.body());
        String message = asObject(json).get("message") instanceof String text ? text : "";
        String told = message.isEmpty()
                ? "status %d".formatted(answer.statusCode())
                : "status %d: %s".formatted(answer.statusCode(), Wording.line(hidden(message)));
        return new Reply(
                answer.statusCode(), json, answer.headers().firstValue("Date").flatMap(JsonApi::time), told);
    }

    private String hidden(String said) {
        return token.isEmpty() ? said : said.replace(token, "[secret]");
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object json(byte[] body) {
        try {
            return body.length == 0 ? null : Json.read(new String(body, StandardCharsets.UTF_8));
        } catch (InvalidJsonException e) {
            return null;
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asObject(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
