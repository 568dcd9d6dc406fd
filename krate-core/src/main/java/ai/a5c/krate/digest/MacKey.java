package ai.a5c.krate.digest;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for HMAC-SHA256, which does not print itself. */
public final class MacKey {

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private MacKey(SecretKeySpec key) {
        this.key = key;
    }

    /**
     * The key made of {@code bytes}.
     *
     * @throws IllegalArgumentException if there are none, because an empty key signs for everybody
     */
    public static MacKey of(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a key for signatures must not be empty");
        }
        return new MacKey(new SecretKeySpec(bytes, ALGORITHM));
    }

    /** The signature of {@code message}: 64 lower-case hex digits. */
    public String sign(byte[] message) {
        return HexFormat.of().formatHex(mac(message));
    }

    /** The signature of {@code message} in UTF-8. */
    public String sign(String message) {
        return sign(message.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether {@code signature} is that of {@code message}; takes as long for a near miss as for a far one. */
    public boolean signed(byte[] message, String signature) {
        return MessageDigest.isEqual(
                sign(message).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether {@code signature} is that of {@code message} in UTF-8. */
    public boolean signed(String message, String signature) {
        return signed(message.getBytes(StandardCharsets.UTF_8), signature);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "[key]";
    }

    private byte[] mac(byte[] message) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(message);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }
}
