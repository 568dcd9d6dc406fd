package ai.a5c.krate.secret.local;

/** Thrown when a file of a secret is not in the state in which a secret may be used; says what to do about it. */
public final class UnsafeSecretException extends RuntimeException {

    public UnsafeSecretException(String message) {
        super(message);
    }
}
