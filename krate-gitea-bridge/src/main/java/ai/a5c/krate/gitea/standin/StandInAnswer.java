package ai.a5c.krate.gitea.standin;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the stand-in answers.
 *
 * @param body plain values, written as JSON; a text that is sent as it is if the headers have a type; none for an answer
 *     without a body
 */
record StandInAnswer(int status, @Nullable Object body, Map<String, String> headers) {

    static final String TYPE = "Content-Type";

    /** Of what is not there, or may not be seen. */
    static final StandInAnswer NOT_FOUND = refusal(404, "The target couldn't be found.");

    static StandInAnswer of(int status, Object body) {
        return new StandInAnswer(status, body, Map.of());
    }

    /** Done, with nothing to say. */
    static StandInAnswer done() {
        return new StandInAnswer(204, null, Map.of());
    }

    /** A list of nothing as Gitea gives it where it made none: null. */
    static StandInAnswer nothing() {
        return new StandInAnswer(200, "null", Map.of(TYPE, "application/json;charset=utf-8"));
    }

    /** A plain text. */
    static StandInAnswer text(String text) {
        return new StandInAnswer(200, text, Map.of(TYPE, "text/plain;charset=utf-8"));
    }

    /** A refusal in Gitea's form. */
    static StandInAnswer refusal(int status, String message) {
        return of(status, Map.of("message", message, "url", "/api/swagger"));
    }

    /** One page of {@code all}, as {@code page} and {@code limit} of the call say: at most 50, 30 unless told. */
    static StandInAnswer page(StandInCall call, List<?> all) {
        int page = Math.max(1, call.whole("page", 1));
        int limit = Math.min(50, Math.max(1, call.whole("limit", 30)));
        List<?> items = all.stream().skip((page - 1L) * limit).limit(limit).toList();
        String total = Integer.toString(all.size());
        if ((long) page * limit >= all.size()) {
            return new StandInAnswer(200, items, Map.of("X-Total-Count", total));
        }
        String next = "<%s?%spage=%d&limit=%d>; rel=\"next\"".formatted(call.url(), call.otherQuery(), page + 1, limit);
        return new StandInAnswer(200, items, Map.of("X-Total-Count", total, "Link", next));
    }
}
