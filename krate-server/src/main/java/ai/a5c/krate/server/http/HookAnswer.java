package ai.a5c.krate.server.http;

/**
 * What became of a webhook call.
 *
 * @param status 202, or 400, 401, 413, 415, 429, 503
 * @param code of the refusal, or empty
 * @param message of the refusal, without anything from the request
 * @param delivery the stored delivery's name, or empty
 */
public record HookAnswer(int status, String code, String message, String delivery, boolean duplicate) {

    /** The delivery is stored. */
    public static HookAnswer accepted(String delivery, boolean duplicate) {
        return new HookAnswer(202, "", "", delivery, duplicate);
    }

    /** Nothing is stored. */
    public static HookAnswer refused(int status, String code, String message) {
        return new HookAnswer(status, code, message, "", false);
    }
}
