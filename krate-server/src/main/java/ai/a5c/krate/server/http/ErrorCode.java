package ai.a5c.krate.server.http;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Every code that an error answer can carry, with its status. */
public enum ErrorCode {
    BAD_REQUEST(400),
    INVALID_BODY(400),
    ORG_REQUIRED(400),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    POLICY_DENIED(403),
    CROSS_ORG_REF_DENIED(403),
    FORM_EXPIRED(403),
    NOT_PERMITTED(403),
    OWN_REQUEST(403),
    NOT_FOUND(404),
    ORG_NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    TIMED_OUT(408),
    CONFLICT(409),
    ALREADY_DECIDED(409),
    HAS_DEPENDENTS(409),
    KEY_REUSED(409),
    REFUSED(409),
    STALE(409),
    TOO_LATE(409),
    GONE(410),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    INVALID_RESOURCE(422),
    RATE_LIMITED(429),
    INTERNAL(500),
    UNAVAILABLE(503);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The code that the engine means by a word such as {@code HAS_DEPENDENTS} or {@code HasDependents}. */
    static Optional<ErrorCode> named(String word) {
        String upper = word.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(code -> code.name().equals(upper)).findFirst();
    }

    /** The general code of a status; {@link #INTERNAL} if it has none. */
    static ErrorCode ofStatus(int status) {
        return Arrays.stream(values())
                .filter(code -> code.status == status)
                .findFirst()
                .orElse(status >= 400 && status < 500 ? BAD_REQUEST : INTERNAL);
    }
}
