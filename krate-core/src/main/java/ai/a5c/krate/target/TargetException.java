package ai.a5c.krate.target;

/** Thrown when a target did not write; says whether trying again may help. */
public final class TargetException extends RuntimeException {

    /** The code of what needs no write: the remote side is as it should be, or there is nothing to write. No success, no failure. */
    public static final String NO_CHANGE = "NoChange";

    private final String code;
    private final boolean transientFailure;

    public TargetException(String code, String message, boolean transientFailure) {
        super(message);
        this.code = code;
        this.transientFailure = transientFailure;
    }

    /** CamelCase and stable: {@code LeaseLost}, {@code Forbidden}, {@code NotFound}, {@code Unreachable}. */
    public String code() {
        return code;
    }

    /** Whether the same write may succeed later. */
    public boolean isTransient() {
        return transientFailure;
    }
}
