package ai.a5c.krate.access;

/**
 * What native access says to one question.
 *
 * @param reason what allowed it, or why not, for people
 */
public record AccessAnswer(Verdict verdict, String reason) {

    /** Yes, because of {@code reason}. */
    public static AccessAnswer allowed(String reason) {
        return new AccessAnswer(Verdict.ALLOWED, reason);
    }

    /** No, because of {@code reason}. */
    public static AccessAnswer denied(String reason) {
        return new AccessAnswer(Verdict.DENIED, reason);
    }

    /** Nobody can tell now, because of {@code reason}. */
    public static AccessAnswer unavailable(String reason) {
        return new AccessAnswer(Verdict.UNAVAILABLE, reason);
    }

    /** Yes, no, or nobody can tell. */
    public enum Verdict {
        ALLOWED,
        DENIED,
        UNAVAILABLE
    }
}
