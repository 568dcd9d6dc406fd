package ai.a5c.krate.store;

import ai.a5c.krate.resource.ResourceKey;
import java.util.Map;

/** A resource about to be stored; no text in it may contain NUL. */
public record ResourceDraft(ResourceKey key, Map<String, String> labels, Map<String, String> fields, String document) {

    public ResourceDraft {
        labels = Map.copyOf(labels);
        fields = Map.copyOf(fields);
        if (document.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(key + ": the document contains NUL, which no database keeps");
        }
    }

    /** What it becomes once stored at {@code version}. */
    public StoredResource at(long version) {
        return new StoredResource(key, version, labels, fields, document);
    }
}
