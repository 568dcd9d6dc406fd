package ai.a5c.krate.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 content address such as {@code sha256:9f86d0...}; an instance is always well formed. */
public record Digest(String text) {

    private static final String PREFIX = "sha256:";
    private static final int LENGTH = PREFIX.length() + 64;

    public Digest {
        if (!isDigest(text)) {
            throw new IllegalArgumentException("'%s' is no digest; expected sha256: and 64 hex digits".formatted(text));
        }
    }

    private static boolean isDigest(String text) {
        if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
            return false;
        }
        for (int i = PREFIX.length(); i < LENGTH; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > 'f' || (digit > '9' && digit < 'a')) {
                return false;
            }
        }
        return true;
    }

    /** The address of {@code content} in UTF-8. */
    public static Digest of(String content) {
        return of(content.getBytes(StandardCharsets.UTF_8));
    }

    /** The address of {@code content}. */
    public static Digest of(byte[] content) {
        return new Digest(PREFIX + HexFormat.of().formatHex(sha256(content)));
    }

    /** The 64 hex digits. */
    public String hex() {
        return text.substring(PREFIX.length());
    }

    /** As it is written everywhere: {@code sha256:} and 64 hex digits. */
    @Override
    public String toString() {
        return text;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
