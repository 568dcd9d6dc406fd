package ai.a5c.krate.gitea.standin;

import static ai.a5c.krate.gitea.standin.StandInAnswer.refusal;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gitea's answers to the requests that Krate makes, below {@code /api/v1}. */
final class StandInRoutes {

    private static final String REPOSITORY = "/repos/acme/app";
    private static final Pattern PERMISSION = Pattern.compile(REPOSITORY + "/collaborators/([^/]+)/permission");
    private static final Pattern PULL = Pattern.compile(REPOSITORY + "/pulls/([0-9]{1,9})");
    private static final Pattern COMMENTS = Pattern.compile(REPOSITORY + "/issues/([0-9]{1,9})/comments");
    private static final Pattern COMMENT = Pattern.compile(REPOSITORY + "/issues/comments/([0-9]{1,9})");
    private static final StandInAnswer NOT_FOUND = refusal(404, "The target couldn't be found.");

    private final StandInForge forge;
    private final StandInGitea.Config config;
    private final String baseUrl;

    StandInRoutes(StandInForge forge, StandInGitea.Config config, String baseUrl) {
        this.forge = forge;
        this.config = config;
        this.baseUrl = baseUrl;
    }

    /**
     * A request with a right token.
     *
     * @param path below {@code /api/v1}, decoded
     */
    record Request(String method, String path, Map<String, String> query, String body) {}

    StandInAnswer answer(Request request) {
        if (request.method().equals("GET") && request.path().equals("/user")) {
            return StandInAnswer.of(200, forge.user(config.login()));
        }
        Matcher permission = PERMISSION.matcher(request.path());
        if (permission.matches() && request.method().equals("GET")) {
            return permission(permission.group(1));
        }
        Matcher pull = PULL.matcher(request.path());
        if (pull.matches() && request.method().equals("GET")) {
            return forge.pull(Long.parseLong(pull.group(1)))
                    .map(found -> StandInAnswer.of(200, found))
                    .orElse(NOT_FOUND);
        }
        Matcher comments = COMMENTS.matcher(request.path());
        if (comments.matches()) {
            return comments(request, Long.parseLong(comments.group(1)));
        }
        Matcher comment = COMMENT.matcher(request.path());
        return comment.matches() ? comment(request, Long.parseLong(comment.group(1))) : NOT_FOUND;
    }

    private StandInAnswer permission(String login) {
        if (!config.repositoryAdmin()) {
            return refusal(
                    403,
                    "Only admins can query all permissions, repo admins can query all repo permissions, collaborators"
                            + " can query only their own");
        }
        return forge.permission(login)
                .map(found -> StandInAnswer.of(200, found))
                .orElseGet(() -> refusal(404, "user does not exist [uid: 0, name: %s, keyid: 0]".formatted(login)));
    }

    private StandInAnswer comments(Request request, long number) {
        if (!forge.hasItem(number)) {
            return NOT_FOUND;
        }
        return switch (request.method()) {
            case "GET" -> list(request, forge.comments(number));
            case "POST" -> {
                String text = text(request);
                yield text.isBlank()
                        ? refusal(422, "[Body]: Required")
                        : StandInAnswer.of(201, json(forge.say(config.login(), number, text)));
            }
            default -> refusal(405, "Method Not Allowed");
        };
    }

    private StandInAnswer comment(Request request, long id) {
        StandInComment found = forge.comment(id).orElse(null);
        if (found == null) {
            return NOT_FOUND;
        }
        return switch (request.method()) {
            case "GET" -> StandInAnswer.of(200, json(found));
            case "PATCH" -> edit(request, found);
            default -> refusal(405, "Method Not Allowed");
        };
    }

    private StandInAnswer edit(Request request, StandInComment comment) {
        if (!comment.login().equals(config.login()) && !config.repositoryAdmin()) {
            return refusal(403, "user should have permission to edit comment");
        }
        String text = text(request);
        return text.isBlank()
                ? refusal(422, "[Body]: Required")
                : StandInAnswer.of(200, json(forge.edit(comment, text)));
    }

    private StandInAnswer list(Request request, List<StandInComment> all) {
        String total = Integer.toString(all.size());
        if (!config.paged()) {
            return new StandInAnswer(200, all.stream().map(this::json).toList(), Map.of("X-Total-Count", total));
        }
        int page = Math.max(1, number(request.query().get("page"), 1));
        int limit = Math.min(50, Math.max(1, number(request.query().get("limit"), 30)));
        List<Map<String, Object>> items = all.stream()
                .skip((page - 1L) * limit)
                .limit(limit)
                .map(this::json)
                .toList();
        boolean more = (long) page * limit < all.size();
        String next =
                "<%s/api/v1%s?page=%d&limit=%d>; rel=\"next\"".formatted(baseUrl, request.path(), page + 1, limit);
        Map<String, String> headers =
                more ? Map.of("X-Total-Count", total, "Link", next) : Map.of("X-Total-Count", total);
        return new StandInAnswer(200, items, headers);
    }

    private Map<String, Object> json(StandInComment comment) {
        return comment.json(baseUrl + "/acme/app");
    }

    private static String text(Request request) {
        try {
            return Json.readObject(request.body()).get("body") instanceof String text ? text : "";
        } catch (InvalidJsonException e) {
            return "";
        }
    }

    private static int number(@Nullable String text, int otherwise) {
        return text != null && text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }
}
