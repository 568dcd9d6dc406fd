package ai.a5c.krate.redact;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A text in which each secret has become {@code [REDACTED:category]}.
 *
 * @param counts how many were found, by category in alphabetical order
 */
public record Redacted(String text, Map<String, Integer> counts) {

    public Redacted {
        counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    }

    /** Whether anything was found. */
    public boolean found() {
        return !counts.isEmpty();
    }
}
