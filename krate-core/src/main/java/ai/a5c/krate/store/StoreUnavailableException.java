package ai.a5c.krate.store;

/** Thrown when the database behind a store cannot be used: it is away, locked, full, damaged or of a newer version. */
public final class StoreUnavailableException extends RuntimeException {

    public StoreUnavailableException(String message) {
        super(message);
    }

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
