package ai.a5c.krate.gitea;

import ai.a5c.krate.digest.MacKey;
import ai.a5c.krate.secret.SecretValue;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The check of a delivery's signature: hex HMAC-SHA256 of the raw body under the hook's secret.
 *
 * <p>Gitea sends it as {@code X-Gitea-Signature}, and again as {@code X-Hub-Signature-256} behind {@code sha256=}; one is
 * enough, but a second one that says otherwise is refused. Each secret is tried in constant time.
 */
public final class GiteaSignature {

    private static final String PLAIN = "x-gitea-signature";
    private static final String PREFIXED = "x-hub-signature-256";
    private static final String PREFIX = "sha256=";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    private final Optional<MacKey> current;
    private final Optional<MacKey> previous;

    /**
     * A check against one secret, or two while it is rotated.
     *
     * @param current what the hook should use
     * @param previous what the hook used before, as long as it is still accepted
     */
    public GiteaSignature(Optional<SecretValue> current, Optional<SecretValue> previous) {
        this.current = current.flatMap(GiteaSignature::key);
        this.previous = previous.flatMap(GiteaSignature::key);
    }

    /** What a signature turned out to be. */
    public enum Verdict {
        /** Right under the current secret. */
        VALID,
        /** Right under the previous secret only: the hook still has to be given the new one. */
        VALID_PREVIOUS,
        /** There is none; a hook without a secret sends it empty. */
        MISSING,
        /** Not 64 lower-case hex digits. */
        MALFORMED,
        /** Right under neither secret. */
        WRONG,
        /** There is no secret to check against, so nothing is accepted. */
        NO_SECRET;

        /** Whether the delivery is authentic. */
        public boolean authentic() {
            return this == VALID || this == VALID_PREVIOUS;
        }
    }

    /**
     * The verdict on {@code body}.
     *
     * @param headers names in lower case
     * @param body as received, byte for byte
     */
    public Verdict check(Map<String, String> headers, byte[] body) {
        if (current.isEmpty() && previous.isEmpty()) {
            return Verdict.NO_SECRET;
        }
        String prefixed = headers.getOrDefault(PREFIXED, "");
        if (!prefixed.isEmpty() && !prefixed.startsWith(PREFIX)) {
            return Verdict.MALFORMED;
        }
        String plain = headers.getOrDefault(PLAIN, "");
        String stripped = prefixed.isEmpty() ? "" : prefixed.substring(PREFIX.length());
        if (!plain.isEmpty() && !stripped.isEmpty() && !plain.equals(stripped)) {
            return Verdict.WRONG;
        }
        return judge(plain.isEmpty() ? stripped : plain, body);
    }

    private Verdict judge(String signature, byte[] body) {
        if (signature.isEmpty()) {
            return Verdict.MISSING;
        }
        if (!FORM.matcher(signature).matches()) {
            return Verdict.MALFORMED;
        }
        boolean byCurrent = current.filter(key -> key.signed(body, signature)).isPresent();
        boolean byPrevious = previous.filter(key -> key.signed(body, signature)).isPresent();
        if (byCurrent) {
            return Verdict.VALID;
        }
        return byPrevious ? Verdict.VALID_PREVIOUS : Verdict.WRONG;
    }

    /** An empty secret is none: anybody could sign with it. */
    private static Optional<MacKey> key(SecretValue secret) {
        return Optional.of(secret.reveal()).filter(bytes -> bytes.length > 0).map(MacKey::of);
    }
}
