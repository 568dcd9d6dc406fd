package ai.a5c.krate.engine;

import ai.a5c.krate.resource.ResourceKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a write wants a document to become; computed inside the transaction, again when another writer was first. */
@FunctionalInterface
interface Change {

    /**
     * The document that is wanted.
     *
     * @param stored the document as it is, empty if there is none
     * @throws RefusedException {@code ALREADY_EXISTS} or {@code NOT_FOUND}, as the verb demands
     */
    Map<String, Object> of(ResourceKey key, Map<String, Object> stored);

    /** The document, which must be new. */
    static Change creation(Map<String, Object> document) {
        return (key, stored) -> {
            if (!stored.isEmpty()) {
                throw new RefusedException("ALREADY_EXISTS", "%s exists already".formatted(key));
            }
            return document;
        };
    }

    /** The document, new or not. */
    static Change application(Map<String, Object> document) {
        return (key, stored) -> document;
    }

    /** The stored document as {@code edit} leaves it. */
    static Change edit(UnaryOperator<Map<String, Object>> edit) {
        return (key, stored) -> {
            if (stored.isEmpty()) {
                throw missing(key);
            }
            return edit.apply(stored);
        };
    }

    /** The stored document with the members of {@code intent}. */
    static Change fields(Map<String, Object> intent) {
        return (key, stored) -> merged(stored, intent);
    }

    /** The refusal of what is not there. */
    static RefusedException missing(ResourceKey key) {
        return new RefusedException(
                "NOT_FOUND", "%s %s/%s is not there".formatted(key.kind(), key.namespace(), key.name()));
    }

    private static Map<String, Object> merged(Map<?, ?> stored, Map<?, ?> intent) {
        Map<String, Object> next = new LinkedHashMap<>();
        stored.forEach((name, value) -> next.put(String.valueOf(name), value));
        intent.forEach((name, value) -> {
            Object merged = value instanceof Map<?, ?> inner && stored.get(name) instanceof Map<?, ?> before
                    ? merged(before, inner)
                    : value;
            next.put(String.valueOf(name), merged);
        });
        return next;
    }
}
