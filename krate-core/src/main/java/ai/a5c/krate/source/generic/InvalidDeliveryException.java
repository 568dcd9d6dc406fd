package ai.a5c.krate.source.generic;

/** Thrown for a member that a delivery should have otherwise; says which, and nothing of what it holds. */
final class InvalidDeliveryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidDeliveryException(String path, String expected) {
        super(path + ": " + expected);
    }
}
