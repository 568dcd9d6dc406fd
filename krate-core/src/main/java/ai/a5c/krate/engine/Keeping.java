package ai.a5c.krate.engine;

import ai.a5c.krate.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Texts that are named by their digests at once and put into the blob store together, before anything refers to them. */
public final class Keeping {

    private final List<byte[]> contents = new ArrayList<>();

    /** Keeps {@code text} as UTF-8 when {@link #keep} is called; returns its digest. */
    public String put(String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        contents.add(content);
        return Digest.of(content).text();
    }

    /** Puts all of them into the blob store; they are durable once this returns. */
    public void keep(Ports ports) {
        ports.blobs().putAll(contents);
        contents.clear();
    }
}
