package ai.a5c.krate.server.settings;

/** Thrown when a server is told something that it cannot do. */
public final class InvalidSettingsException extends RuntimeException {

    public InvalidSettingsException(String message) {
        super(message);
    }
}
