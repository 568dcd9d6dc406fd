package ai.a5c.krate.gitea;

import ai.a5c.krate.gitea.GiteaSignature.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The way in for deliveries: from headers and raw bytes to an outcome; stores nothing, reads no JSON, serves no HTTP. */
public final class GiteaWebhooks {

    /** 5 MiB; Gitea's own largest deliveries are pushes of some hundred KiB. */
    public static final int DEFAULT_MAX_BYTES = 5 * 1024 * 1024;

    private static final Set<String> KEPT =
            Set.of("x-gitea-delivery", "x-gitea-event", "x-gitea-event-type", "content-type", "user-agent");
    private static final int MAX_HEADER = 512;
    private static final Pattern DELIVERY = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern EVENT = Pattern.compile("[a-z][a-z_]{0,63}");
    private static final Pattern JSON =
            Pattern.compile("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?", Pattern.CASE_INSENSITIVE);

    private final int maxBytes;

    public GiteaWebhooks() {
        this(DEFAULT_MAX_BYTES);
    }

    /** A way in that refuses bodies of more than {@code maxBytes}. */
    public GiteaWebhooks(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What became of a request. */
    public sealed interface Outcome permits Accepted, Refused {}

    /**
     * An authentic delivery; answer 202 and work later.
     *
     * @param deliveryId the forge's uuid, not covered by the signature
     * @param eventType {@code X-Gitea-Event-Type}, such as {@code pull_request_comment}; not covered by the signature
     * @param headers those that may be stored, names in lower case; no signature, no credential
     * @param byPreviousSecret whether the hook still signs with the secret before
     */
    public record Accepted(String deliveryId, String eventType, Map<String, String> headers, boolean byPreviousSecret)
            implements Outcome {

        public Accepted {
            headers = Map.copyOf(headers);
        }
    }

    /**
     * A request that leaves no delivery.
     *
     * @param status 400, 401, 413 or 415
     * @param code CamelCase and stable
     * @param message what is wrong and what to do, without anything from the request
     */
    public record Refused(int status, String code, String message) implements Outcome {}

    /** How many bytes of a body need to be read at most before it can be refused. */
    public int maxBytes() {
        return maxBytes;
    }

    /**
     * The outcome of a request; a form-encoded one is told so before its signature, which covers other bytes, is looked at.
     *
     * @param headers names in any case
     */
    public Outcome receive(Map<String, String> headers, byte[] body, GiteaSignature signature) {
        if (body.length > maxBytes) {
            return new Refused(413, "BodyTooLarge", "the body has more than %d bytes".formatted(maxBytes));
        }
        Map<String, String> lower = lowerCase(headers);
        if (!JSON.matcher(lower.getOrDefault("content-type", "").strip()).matches()) {
            return new Refused(
                    415, "UnsupportedMediaType", "set the webhook's content type to application/json in the forge");
        }
        Verdict verdict = signature.check(lower, body);
        return verdict.authentic() ? identify(lower, verdict) : unauthentic(verdict);
    }

    private static Outcome identify(Map<String, String> headers, Verdict verdict) {
        String delivery = headers.getOrDefault("x-gitea-delivery", "");
        if (!DELIVERY.matcher(delivery).matches()) {
            return new Refused(400, "MissingDeliveryId", "expected a uuid in the header X-Gitea-Delivery");
        }
        String event = headers.getOrDefault("x-gitea-event", "");
        String type = headers.getOrDefault("x-gitea-event-type", event);
        if (!EVENT.matcher(event).matches() || !EVENT.matcher(type).matches()) {
            return new Refused(400, "MissingEvent", "expected an event name in the header X-Gitea-Event");
        }
        return new Accepted(delivery, type, kept(headers), verdict == Verdict.VALID_PREVIOUS);
    }

    private static Refused unauthentic(Verdict verdict) {
        return switch (verdict) {
            case MISSING ->
                new Refused(401, "SignatureMissing", "the delivery is not signed; give the webhook its secret");
            case MALFORMED ->
                new Refused(401, "SignatureMalformed", "expected 64 lower-case hex digits in X-Gitea-Signature");
            case NO_SECRET ->
                new Refused(401, "NoSecret", "the subscription has no secret, so no delivery can be authentic");
            case WRONG, VALID, VALID_PREVIOUS ->
                new Refused(401, "SignatureWrong", "the signature does not fit the body and the subscription's secret");
        };
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }

    private static Map<String, String> kept(Map<String, String> headers) {
        Map<String, String> kept = new TreeMap<>(headers);
        kept.keySet().retainAll(KEPT);
        kept.replaceAll((name, value) -> Optional.of(value)
                .filter(text -> text.length() > MAX_HEADER)
                .map(text -> text.substring(0, MAX_HEADER))
                .orElse(value));
        return kept;
    }
}
