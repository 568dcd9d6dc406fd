package ai.a5c.krate.engine;

import ai.a5c.krate.digest.Digest;
import java.nio.charset.StandardCharsets;

/** Text in the blob store. */
public final class Blobs {

    private Blobs() {}

    /** Keeps {@code text} as UTF-8; returns its digest. */
    public static String put(Ports ports, String text) {
        return ports.blobs().put(text.getBytes(StandardCharsets.UTF_8)).text();
    }

    /**
     * The text under {@code digest}.
     *
     * @throws RefusedException {@code BLOB_MISSING} if there is none
     */
    public static String text(Ports ports, String digest) {
        return ports.blobs()
                .get(new Digest(digest))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new RefusedException(
                        "BLOB_MISSING", "the blob %s is not there; restore it from a backup".formatted(digest)));
    }
}
