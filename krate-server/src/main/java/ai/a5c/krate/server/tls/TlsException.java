package ai.a5c.krate.server.tls;

/** Thrown when a certificate or key cannot be used; names the file, never what is in a key. */
public final class TlsException extends RuntimeException {

    public TlsException(String message) {
        super(message);
    }
}
