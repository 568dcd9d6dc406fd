package ai.a5c.krate.review;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a review may know of a ConfigMap: that it is there and which keys it has, never a text.
 *
 * @param version changes whenever a text changes
 */
public record ConfigFact(String namespace, String name, Set<String> keys, String version)
        implements Comparable<ConfigFact> {

    private static final Comparator<ConfigFact> ORDER = Comparator.comparing(ConfigFact::namespace)
            .thenComparing(ConfigFact::name)
            .thenComparing(ConfigFact::version)
            .thenComparing(config -> String.join("\n", new TreeSet<>(config.keys())));

    public ConfigFact {
        keys = Set.copyOf(keys);
    }

    @Override
    public int compareTo(ConfigFact other) {
        return ORDER.compare(this, other);
    }
}
