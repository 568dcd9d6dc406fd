package ai.a5c.krate.engine.rehearsal;

import ai.a5c.krate.blob.BlobStore;
import ai.a5c.krate.digest.Digest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Another store's bytes, and what one rehearsal adds to them for its own time. */
final class ScratchBlobs implements BlobStore {

    private final Map<Digest, byte[]> own = new ConcurrentHashMap<>();
    private final BlobStore base;

    ScratchBlobs(BlobStore base) {
        this.base = base;
    }

    @Override
    public Digest put(byte[] content) {
        byte[] copy = content.clone();
        Digest digest = Digest.of(copy);
        own.putIfAbsent(digest, copy);
        return digest;
    }

    @Override
    public Optional<byte[]> get(Digest digest) {
        return Optional.ofNullable(own.get(digest)).map(byte[]::clone).or(() -> base.get(digest));
    }
}
