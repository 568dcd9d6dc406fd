package ai.a5c.krate.gitea.standin;

import java.util.Map;

/**
 * What the stand-in answers.
 *
 * @param body plain values, written as JSON
 */
record StandInAnswer(int status, Object body, Map<String, String> headers) {

    static StandInAnswer of(int status, Object body) {
        return new StandInAnswer(status, body, Map.of());
    }

    /** A refusal in Gitea's form. */
    static StandInAnswer refusal(int status, String message) {
        return of(status, Map.of("message", message, "url", "/api/swagger"));
    }
}
