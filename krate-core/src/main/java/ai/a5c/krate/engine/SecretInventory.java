package ai.a5c.krate.engine;

import ai.a5c.krate.config.ConfigSource.ConfigMetadata;
import ai.a5c.krate.secret.SecretSource.SecretMetadata;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The names, keys and versions of secrets and ConfigMaps; there is no way to a value from here. */
public final class SecretInventory {

    private final Desk desk;

    public SecretInventory(Desk desk) {
        this.desk = desk;
    }

    /** The secrets of {@code namespace}, by name. */
    public List<SecretMetadata> list(String namespace) {
        return desk.ports().secrets().list(namespace).stream()
                .sorted(Comparator.comparing(SecretMetadata::name))
                .toList();
    }

    /** What may be known of the ConfigMap of that name, if it is there. */
    public Optional<ConfigMetadata> config(String namespace, String name) {
        return desk.ports().configs().metadata(namespace, name);
    }
}
