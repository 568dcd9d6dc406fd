package ai.a5c.krate.secret;

import java.nio.charset.StandardCharsets;

/** A secret's value, which does not print itself. */
public final class SecretValue {

    private final byte[] bytes;

    public SecretValue(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    /** The value, for the place that uses it. */
    public byte[] reveal() {
        return bytes.clone();
    }

    /** The value as UTF-8 text, for the place that uses it. */
    public String revealText() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "[secret]";
    }
}
