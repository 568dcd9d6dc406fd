package ai.a5c.krate.review;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a review may know of a secret: that it is there and which keys it has, never a value.
 *
 * @param version changes whenever a value changes
 * @param changedAt when the value that was changed longest ago was changed, if that is known
 */
public record SecretFact(String namespace, String name, Set<String> keys, String version, Optional<Instant> changedAt)
        implements Comparable<SecretFact> {

    private static final Comparator<SecretFact> ORDER = Comparator.comparing(SecretFact::namespace)
            .thenComparing(SecretFact::name)
            .thenComparing(SecretFact::version)
            .thenComparing(secret -> String.join("\n", new TreeSet<>(secret.keys())))
            .thenComparing(secret -> secret.changedAt().orElse(Instant.MIN));

    public SecretFact {
        keys = Set.copyOf(keys);
    }

    /** A secret whose age is not known. */
    public SecretFact(String namespace, String name, Set<String> keys, String version) {
        this(namespace, name, keys, version, Optional.empty());
    }

    @Override
    public int compareTo(SecretFact other) {
        return ORDER.compare(this, other);
    }
}
