package ai.a5c.krate.runtime;

/** Thrown when a runtime cannot do what was asked of a session; the code is stable, the message says why. */
public final class NotPossibleException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;

    public NotPossibleException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** CamelCase and stable, such as {@code ContinueUnsupported}, {@code SessionOver}. */
    public String code() {
        return code;
    }
}
