package ai.a5c.krate.benchmarks;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one rule asks of events, apart from any engine.
 *
 * @param name the rule's
 * @param parts what the event must have, such as {@code branch}; {@code mention} and {@code label} among others
 */
record Ask(String name, Map<String, String> parts) {

    Ask {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /** The same, and this. */
    Ask with(String part, String value) {
        Map<String, String> more = new TreeMap<>(parts);
        more.put(part, value);
        return new Ask(name, more);
    }

    /** What is asked as {@code part}; empty if nothing is. */
    String get(String part) {
        return parts.getOrDefault(part, "");
    }

    /** Whether an event has many of {@code part}. */
    static boolean isList(String part) {
        return part.equals("mention") || part.equals("label");
    }
}
