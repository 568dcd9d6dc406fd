package ai.a5c.krate.server;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The headers of a webhook call that no forge makes: {@code X-Krate-Delivery} (a uuid), {@code X-Krate-Event} (a word)
 * and {@code X-Hub-Signature-256} (as everywhere), in the words that the check of calls knows.
 */
final class GenericHeaders {

    private GenericHeaders() {}

    static Map<String, String> of(Map<String, String> headers) {
        Map<String, String> known = new TreeMap<>();
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.startsWith("x-gitea-")) {
                known.put(lower.replaceFirst("^x-krate-(delivery|event)$", "x-gitea-$1"), value);
            }
        });
        return known;
    }
}
