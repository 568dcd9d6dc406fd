package ai.a5c.krate.secret;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Knows where secret values are; metadata is for everybody, values are for the one place that uses them. */
public interface SecretSource {

    /** What may be known of a secret without its values, or empty if there is none of that name. */
    Optional<SecretMetadata> metadata(String namespace, String name);

    /** What may be known of every secret of a namespace, by name; empty for a namespace that has none. */
    List<SecretMetadata> list(String namespace);

    /** The value of one key, or empty if there is no such key. */
    Optional<SecretValue> value(String namespace, String name, String key);

    /**
     * Key names and versions of a secret.
     *
     * @param version changes whenever any value changes; says nothing about values
     * @param changedAt when the value that was changed longest ago was changed, if that is known
     */
    record SecretMetadata(
            String namespace, String name, Set<String> keys, String version, Optional<Instant> changedAt) {

        public SecretMetadata {
            keys = Set.copyOf(keys);
        }
    }
}
