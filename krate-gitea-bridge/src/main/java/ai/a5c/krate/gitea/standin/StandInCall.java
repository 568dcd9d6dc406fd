package ai.a5c.krate.gitea.standin;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request to the stand-in's API with a right token.
 *
 * @param login the account that asks
 * @param url the whole address without its query
 * @param variables what the path holds in its variable places, owner and repository left out
 */
record StandInCall(
        String login, String method, String url, List<String> variables, Map<String, String> query, String text) {

    private static final Set<String> PAGING = Set.of("page", "limit");

    /** The number in a variable place of the path; 0 for what is none. */
    long number(int place) {
        String found = variables.get(place);
        return found.matches("[0-9]{1,15}") ? Long.parseLong(found) : 0;
    }

    /** The JSON object that was sent; empty for anything else. */
    Map<String, Object> body() {
        try {
            return Json.readObject(text);
        } catch (InvalidJsonException e) {
            return Map.of();
        }
    }

    /** A text of the body; empty if there is none. */
    String text(String name) {
        return body().get(name) instanceof String found ? found : "";
    }

    /** A list of the body; empty if there is none. */
    List<?> list(String name) {
        return body().get(name) instanceof List<?> found ? found : List.of();
    }

    /** A parameter of the query. */
    Optional<String> asked(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** A whole number of the query. */
    int whole(String name, int otherwise) {
        return asked(name)
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(Integer::parseInt)
                .orElse(otherwise);
    }

    /** A time of the query. */
    Optional<Instant> time(String name) {
        try {
            return asked(name).map(value -> OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The query without its paging, for the address of the next page. */
    String otherQuery() {
        return query.entrySet().stream()
                .filter(entry -> !PAGING.contains(entry.getKey()))
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8) + "&")
                .collect(Collectors.joining());
    }
}
