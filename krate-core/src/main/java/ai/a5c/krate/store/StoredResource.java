package ai.a5c.krate.store;

import ai.a5c.krate.resource.ResourceKey;
import java.util.Map;

/**
 * A resource's document together with what the store knows of it.
 *
 * @param version greater than that of every earlier write to the store
 * @param labels what label selectors match
 * @param fields what field selectors match, by path such as {@code status.phase}
 * @param document the resource's JSON text
 */
public record StoredResource(
        ResourceKey key, long version, Map<String, String> labels, Map<String, String> fields, String document) {

    public StoredResource {
        labels = Map.copyOf(labels);
        fields = Map.copyOf(fields);
    }
}
