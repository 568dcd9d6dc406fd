package ai.a5c.krate.blob;

import ai.a5c.krate.digest.Digest;
import java.util.Optional;

/** Keeps bytes under their SHA-256 digest; writing the same bytes again changes nothing. */
public interface BlobStore {

    /** Keeps {@code content}, durably once this returns. */
    Digest put(byte[] content);

    /**
     * The bytes under {@code digest}, or empty if there are none.
     *
     * @throws BlobCorruptException if what is stored no longer has this digest
     */
    Optional<byte[]> get(Digest digest);
}
