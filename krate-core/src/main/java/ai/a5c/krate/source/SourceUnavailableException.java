package ai.a5c.krate.source;

/** Thrown when a forge cannot be asked now; the same question may be answered later. */
public final class SourceUnavailableException extends RuntimeException {

    public SourceUnavailableException(String message) {
        super(message);
    }
}
