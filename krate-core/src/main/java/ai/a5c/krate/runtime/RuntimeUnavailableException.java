package ai.a5c.krate.runtime;

/** Thrown when a runtime cannot be reached now; nothing is known to have happened, and trying again later may help. */
public final class RuntimeUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public RuntimeUnavailableException(String message) {
        super(message);
    }

    public RuntimeUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
