package ai.a5c.krate.blob.memory;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A blob store in the memory of this process. */
public final class InMemoryBlobStore implements BlobStore {

    private final Map<Digest, byte[]> blobs = new ConcurrentHashMap<>();

    @Override
    public Digest put(byte[] content) {
        byte[] copy = content.clone();
        Digest digest = Digest.of(copy);
        blobs.putIfAbsent(digest, copy);
        return digest;
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
        return Optional.ofNullable(blobs.get(digest)).map(byte[]::clone);
    }
}
