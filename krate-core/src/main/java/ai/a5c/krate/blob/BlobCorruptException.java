package ai.a5c.krate.blob;

import ai.a5c.krate.digest.Digest;

/** Thrown when stored bytes no longer have the digest that they are stored under. */
public final class BlobCorruptException extends RuntimeException {

    public BlobCorruptException(Digest expected, Digest actual) {
        super("the blob %s is damaged: its bytes have digest %s; restore it from a backup".formatted(expected, actual));
    }
}
