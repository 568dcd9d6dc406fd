package ai.a5c.krate.config;

import java.util.Optional;
import java.util.Set;

/** Knows which ConfigMaps there are and what is in them. */
public interface ConfigSource {

    /** No ConfigMaps at all. */
    ConfigSource NONE = new ConfigSource() {
        @Override
        public Optional<ConfigMetadata> metadata(String namespace, String name) {
            return Optional.empty();
        }

        @Override
        public Optional<String> text(String namespace, String name, String key) {
            return Optional.empty();
        }
    };

    /** What may be known of a ConfigMap without its texts, or empty if there is none of that name. */
    Optional<ConfigMetadata> metadata(String namespace, String name);

    /** The text of one key, or empty if there is no such key. */
    Optional<String> text(String namespace, String name, String key);

    /**
     * Key names and version of a ConfigMap.
     *
     * @param version changes whenever any text changes
     */
    record ConfigMetadata(String namespace, String name, Set<String> keys, String version) {

        public ConfigMetadata {
            keys = Set.copyOf(keys);
        }
    }
}
