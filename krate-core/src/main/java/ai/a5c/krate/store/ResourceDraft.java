package ai.a5c.krate.store;

import ai.a5c.krate.resource.ResourceKey;
import java.util.Map;

/** A resource about to be stored; no text in it may contain NUL. */
public record ResourceDraft(ResourceKey key, Map<String, String> labels, Map<String, String> fields, String document) {

    public ResourceDraft {
        labels = Map.copyOf(labels);
        fields = Map.copyOf(fields);
        StoreInput.name("the kind of a resource", key.kind());
        StoreInput.name("the namespace of a resource", key.namespace());
        StoreInput.name("the name of a resource", key.name());
        labels.forEach((name, value) -> checkPair(key + ": a label", name, value));
        fields.forEach((name, value) -> checkPair(key + ": a field", name, value));
        StoreInput.text(key + ": the document", document);
    }

    /** What it becomes once stored at {@code version}. */
    public StoredResource at(long version) {
        return new StoredResource(key, version, labels, fields, document);
    }

    private static void checkPair(String what, String name, String value) {
        StoreInput.name(what + "'s name", name);
        StoreInput.text(what + "'s value", value);
    }
}
