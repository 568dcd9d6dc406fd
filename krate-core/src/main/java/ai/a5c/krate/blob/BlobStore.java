package ai.a5c.krate.blob;

import ai.a5c.krate.digest.Digest;
import java.util.List;
import java.util.Optional;

/** Keeps bytes under their SHA-256 digest; writing the same bytes again changes nothing. */
public interface BlobStore {

    /** Keeps {@code content}, durably once this returns. */
    Digest put(byte[] content);

    /** Keeps all of {@code contents}, durably once this returns; may take less than one after the other. */
    default List<Digest> putAll(List<byte[]> contents) {
        return contents.stream().map(this::put).toList();
    }

    /**
     * The bytes under {@code digest}, or empty if there are none.
     *
     * @throws BlobCorruptException if what is stored no longer has this digest
     */
    Optional<byte[]> get(Digest digest);
}
