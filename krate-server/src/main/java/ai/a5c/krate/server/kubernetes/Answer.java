package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.json.Json;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** Writes answers and reads what a query asks for. */
final class Answer {

    private Answer() {}

    static void json(Context context, int status, Map<String, Object> tree) {
        context.status(status)
                .header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(Json.write(tree));
    }

    /** The query parameter, or empty text. */
    static String query(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).orElse("");
    }

    /** Whether the query says {@code name}, or {@code name=true} or {@code =1}. */
    static boolean flag(Context context, String name) {
        String text = context.queryParam(name);
        if (text == null || text.equals("false") || text.equals("0")) {
            return false;
        }
        if (text.isEmpty() || text.equals("true") || text.equals("1")) {
            return true;
        }
        throw Status.badRequest("%s must be true or false".formatted(name)).refusal();
    }

    /** A whole number, 0 or more, from the query; empty if it is not given. */
    static Optional<Long> number(Context context, String name) {
        String text = query(context, name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw Status.badRequest("%s must be a whole number".formatted(name)).refusal();
        }
        return Optional.of(Long.parseLong(text));
    }
}
