package ai.a5c.krate.server.http;

import java.nio.charset.StandardCharsets;

/** A part of an answer as it goes over the wire; many watchers may be sent the same one. */
public final class Piece {

    private final byte[] bytes;

    private Piece(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Piece of(String text) {
        return new Piece(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes it has. */
    public int size() {
        return bytes.length;
    }

    /** What must not be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
