package ai.a5c.krate.engine;

import ai.a5c.krate.secret.SecretSource.SecretMetadata;
import java.util.Comparator;
import java.util.List;

/** The names, keys and versions of secrets; there is no way to a value from here. */
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
}
