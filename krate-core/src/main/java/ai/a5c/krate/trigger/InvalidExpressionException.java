package ai.a5c.krate.trigger;

/** Thrown when a condition of a rule cannot be compiled; the message says where and why, for who wrote it. */
public final class InvalidExpressionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public InvalidExpressionException(String message) {
        super(message);
    }
}
