package ai.a5c.krate.engine;

import ai.a5c.krate.digest.Digest;
import java.time.Instant;
import java.util.Locale;

/** Makes names that are valid in Kubernetes, say when they were made, and come out the same for the same thing. */
public final class Names {

    private static final int LABEL = 63;

    private Names() {}

    /** A name such as {@code run-0mh3v0k2s-4f9a1c2b}: it sorts by time, and the last part follows from {@code seed}. */
    public static String timed(String prefix, Instant time, String seed) {
        String stamp = Long.toString(time.toEpochMilli(), 36).toLowerCase(Locale.ROOT);
        return "%s-%s-%s".formatted(prefix, "0".repeat(Math.max(0, 9 - stamp.length())) + stamp, hash(seed, 8));
    }

    /** A name that follows from {@code seed} alone. */
    public static String seeded(String prefix, String seed) {
        return prefix + "-" + hash(seed, 20);
    }

    /** {@code value} as a label value: as it is where that is allowed, else a readable prefix and 8 hex of its digest. */
    public static String label(String value) {
        if (value.length() <= LABEL && value.matches("([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?")) {
            return value;
        }
        String readable = value.replaceAll("[^A-Za-z0-9_.-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        return readable.substring(0, Math.min(readable.length(), LABEL - 9)) + "-" + hash(value, 8);
    }

    private static String hash(String seed, int digits) {
        return Digest.of(seed).hex().substring(0, digits);
    }
}
