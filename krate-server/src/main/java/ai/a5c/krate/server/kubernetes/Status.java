package ai.a5c.krate.server.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a request failed, shaped as Kubernetes' {@code Status}.
 *
 * @param reason CamelCase, such as {@code NotFound}
 */
record Status(int code, String reason, String message, Map<String, Object> details) {

    static Status badRequest(String message) {
        return new Status(400, "BadRequest", message, Map.of());
    }

    static Status notFound(Subject subject) {
        return about(404, "NotFound", subject.text() + " not found", subject);
    }

    /** There is nothing of that kind at all. */
    static Status unknownResource() {
        return new Status(404, "NotFound", "the server could not find the requested resource", Map.of());
    }

    static Status forbidden(Subject subject, String why) {
        return about(403, "Forbidden", "%s is forbidden: %s".formatted(subject.text(), why), subject);
    }

    static Status alreadyExists(Subject subject) {
        return about(409, "AlreadyExists", subject.text() + " already exists", subject);
    }

    static Status conflict(Subject subject, String why) {
        return about(
                409, "Conflict", "Operation cannot be fulfilled on %s: %s".formatted(subject.text(), why), subject);
    }

    static Status notAllowed(Subject subject, String why) {
        return about(405, "MethodNotAllowed", why, subject);
    }

    static Status expired(String message) {
        return new Status(410, "Expired", message, Map.of());
    }

    static Status tooLargeVersion(long asked, long current) {
        return new Status(
                504,
                "Timeout",
                "Timeout: Too large resource version: %d, current: %d".formatted(asked, current),
                Map.of(
                        "causes",
                        List.of(cause("ResourceVersionTooLarge", "", "Too large resource version")),
                        "retryAfterSeconds",
                        1));
    }

    private static Status about(int code, String reason, String message, Subject subject) {
        return new Status(code, reason, message, subject.details(subject.plural(), List.of()));
    }

    static Map<String, Object> cause(String reason, String field, String message) {
        Map<String, Object> cause = new LinkedHashMap<>();
        cause.put("reason", reason);
        cause.put("message", message);
        if (!field.isEmpty()) {
            cause.put("field", field);
        }
        return cause;
    }

    /** Ends the request. */
    Refusal refusal() {
        return new Refusal(this);
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", "Status");
        tree.put("apiVersion", "v1");
        tree.put("metadata", Map.of());
        tree.put("status", "Failure");
        tree.put("message", message);
        tree.put("reason", reason);
        if (!details.isEmpty()) {
            tree.put("details", details);
        }
        tree.put("code", code);
        return tree;
    }
}
