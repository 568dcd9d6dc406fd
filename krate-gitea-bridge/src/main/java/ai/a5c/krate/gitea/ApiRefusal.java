package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.client.ApiException;
import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.secret.SecretValue;
import ai.a5c.krate.source.ForgeSource.Forge;
import com.fasterxml.jackson.core.JsonProcessingException;

/**
 * What came instead of the answer that was asked for.
 *
 * @param status the HTTP status, or 0 if there was no answer that could be read
 * @param said the forge's own words or the network's, on one line, bounded, without the credential
 */
record ApiRefusal(int status, String said) {

    static ApiRefusal of(ApiException failure, Forge forge) {
        String said = failure.getCode() == 0 ? unread(failure) : message(failure.getResponseBody());
        return new ApiRefusal(failure.getCode(), Wording.line(withoutCredential(said, forge)));
    }

    /** Whether asking again later can help. */
    boolean passing() {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }

    /** For the end of a sentence: the status and what was said with it. */
    String told() {
        if (status == 0) {
            return said;
        }
        return said.isEmpty() ? "status %d".formatted(status) : "status %d: %s".formatted(status, said);
    }

    private static String unread(ApiException failure) {
        Throwable cause = failure.getCause();
        String why = cause == null || cause.getMessage() == null ? "no answer" : cause.getMessage();
        return cause instanceof JsonProcessingException ? "the answer is not the JSON that was expected" : why;
    }

    private static String message(String body) {
        if (body == null) {
            return "";
        }
        try {
            return Json.readObject(body).get("message") instanceof String text ? text : "";
        } catch (InvalidJsonException e) {
            return "";
        }
    }

    private static String withoutCredential(String said, Forge forge) {
        String token = forge.credential()
                .map(SecretValue::revealText)
                .map(String::strip)
                .orElse("");
        return token.isEmpty() ? said : said.replace(token, "[secret]");
    }
}
