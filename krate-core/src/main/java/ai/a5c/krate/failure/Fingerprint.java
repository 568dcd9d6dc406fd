package ai.a5c.krate.failure;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.failure.detect.Cause;
import ai.a5c.krate.failure.detect.Place;
import java.util.Optional;

/**
 * Whether two builds failed of the same thing: the SHA-256 of tool, cause, subject, file name and message, in which paths, times,
 * durations, sizes, numbers, addresses and ids are made equal; prefixed with the version of this rule.
 */
final class Fingerprint {

    private static final String VERSION = "v1:";

    private Fingerprint() {}

    static String of(String tool, Cause cause, String subject, Optional<Place> place, String message) {
        String file = place.map(at -> Normalized.path(at.file())).orElse("");
        String told = String.join("\n", tool, cause.name(), Normalized.name(subject), file, Normalized.text(message));
        return VERSION + Digest.of(told).hex();
    }
}
