package ai.a5c.krate.engine;

import ai.a5c.krate.ownership.Ownership;
import ai.a5c.krate.ownership.Ownership.Write;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.ResourceKey;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What a write wants a document to become; computed inside the transaction, again when another writer was first. */
@FunctionalInterface
interface Change {

    /**
     * The document that is wanted.
     *
     * @param stored the document as it is, empty if there is none
     * @param write who writes, and when
     * @throws RefusedException {@code ALREADY_EXISTS} or {@code NOT_FOUND}, as the verb demands
     */
    Map<String, Object> of(ResourceKey key, Map<String, Object> stored, Write write);

    /** {@code next} with the note of who wrote what; {@code before} is empty if there was nothing. */
    default Map<String, Object> owned(Kind kind, Map<String, Object> before, Map<String, Object> next, Write write) {
        return Ownership.update(kind, before, next, write);
    }

    /** The document, which must be new. */
    static Change creation(Map<String, Object> document) {
        return (key, stored, write) -> {
            if (!stored.isEmpty()) {
                throw new RefusedException("ALREADY_EXISTS", "%s exists already".formatted(key));
            }
            return document;
        };
    }

    /** The document, new or not. */
    static Change application(Map<String, Object> document) {
        return (key, stored, write) -> document;
    }

    /** The stored document as {@code edit} leaves it. */
    static Change edit(UnaryOperator<Map<String, Object>> edit) {
        return (key, stored, write) -> {
            if (stored.isEmpty()) {
                throw new RefusedException(
                        "NOT_FOUND", "%s %s/%s is not there".formatted(key.kind(), key.namespace(), key.name()));
            }
            return edit.apply(stored);
        };
    }

    /** The stored document with the fields of {@code intent}, and without those that its manager no longer names. */
    static Change fields(Map<String, Object> intent) {
        return new FieldsChange(intent);
    }

    /** A server-side apply. */
    record FieldsChange(Map<String, Object> intent) implements Change {

        @Override
        public Map<String, Object> of(ResourceKey key, Map<String, Object> stored, Write write) {
            Preconditions.check(key, stored, intent);
            Kind kind = KindRegistry.named(key.kind()).orElseThrow();
            return Ownership.apply(kind, Labels.peoplesOwn(stored), Labels.peoplesOwn(intent), write);
        }

        /** The apply has noted it already. */
        @Override
        public Map<String, Object> owned(Kind kind, Map<String, Object> before, Map<String, Object> next, Write write) {
            return next;
        }
    }
}
