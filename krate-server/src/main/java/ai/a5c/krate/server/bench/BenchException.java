package ai.a5c.krate.server.bench;

/** Thrown when something could not be measured. */
final class BenchException extends RuntimeException {

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }

    BenchException(String message) {
        super(message);
    }
}
