package io.jenkins.plugins.krate.standin;

import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.Map;

/** What the stand-in answers with, or how it breaks. */
public record Reply(Kind kind, int status, String type, String body, Map<String, String> headers) {

    /** Ways to answer. */
    public enum Kind {
        ANSWER,
        /** The connection ends without an answer. */
        HANG_UP,
        /** What was asked for is done, and the connection ends before anybody hears of it. */
        LOST,
        /** Nothing ever comes. */
        SILENCE,
        /** The head comes and a part of the body, the rest never. */
        STALL,
        /** The body does not end. */
        ENDLESS
    }

    /** JSON. */
    public static Reply json(int status, Object tree) {
        return text(status, "application/json", Json.write(tree));
    }

    /** Any text. */
    public static Reply text(int status, String type, String body) {
        return new Reply(Kind.ANSWER, status, type, body, Map.of());
    }

    /** An error as the API writes it. */
    public static Reply error(int status, String code, String message, String... reasons) {
        List<Map<String, String>> listed = List.of(reasons).stream()
                .map(reason -> reason.split(":", 2))
                .map(pair -> Map.of("code", pair[0], "field", "", "message", pair[1]))
                .toList();
        return json(status, Map.of("error", Map.of("code", code, "message", message, "reasons", listed)));
    }

    /** A way to break. */
    public static Reply broken(Kind kind) {
        return new Reply(kind, 200, "application/json", "", Map.of());
    }

    /** The same with one more header. */
    public Reply with(String name, String value) {
        return new Reply(kind, status, type, body, Map.of(name, value));
    }
}
