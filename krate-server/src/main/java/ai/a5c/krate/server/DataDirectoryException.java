package ai.a5c.krate.server;

/** Thrown when the data directory cannot be used. */
public final class DataDirectoryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DataDirectoryException(String message) {
        super(message);
    }
}
