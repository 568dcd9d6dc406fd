package ai.a5c.krate.runtime;

/** Thrown when a runtime cannot be reached now; trying again later may help, and repeats nothing. */
public final class RuntimeUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean mayHaveBegun;

    public RuntimeUnavailableException(String message) {
        super(message);
        this.mayHaveBegun = false;
    }

    public RuntimeUnavailableException(String message, Throwable cause) {
        super(message, cause);
        this.mayHaveBegun = false;
    }

    private RuntimeUnavailableException(RuntimeUnavailableException cause) {
        super(cause.getMessage(), cause);
        this.mayHaveBegun = true;
    }

    /** The same, after something was asked for that may have begun. */
    public RuntimeUnavailableException afterAsking() {
        return new RuntimeUnavailableException(this);
    }

    /** Whether an agent may be at work that was asked for; it is looked for before it is asked for again. */
    public boolean mayHaveBegun() {
        return mayHaveBegun;
    }
}
