package ai.a5c.krate.review;

import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a review may know of a secret: that it is there and which keys it has, never a value.
 *
 * @param version changes whenever a value changes
 */
public record SecretFact(String namespace, String name, Set<String> keys, String version)
        implements Comparable<SecretFact> {

    private static final Comparator<SecretFact> ORDER = Comparator.comparing(SecretFact::namespace)
            .thenComparing(SecretFact::name)
            .thenComparing(SecretFact::version)
            .thenComparing(secret -> String.join("\n", new TreeSet<>(secret.keys())));

    public SecretFact {
        keys = Set.copyOf(keys);
    }

    @Override
    public int compareTo(SecretFact other) {
        return ORDER.compare(this, other);
    }
}
