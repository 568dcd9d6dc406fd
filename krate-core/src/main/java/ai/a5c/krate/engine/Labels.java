package ai.a5c.krate.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/** The labels that lists filter on, all below {@code krate.a5c.ai/}. */
public final class Labels {

    private static final String PREFIX = "krate.a5c.ai/";

    private Labels() {}

    /** Labels from alternating names (without prefix) and full values; empty values are left out. */
    public static Map<String, String> of(String... namesAndValues) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                labels.put(PREFIX + namesAndValues[i], Names.label(namesAndValues[i + 1]));
            }
        }
        return labels;
    }
}
