package ai.a5c.krate.engine;

import ai.a5c.krate.registry.Fields;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.validate.Faults;
import java.util.Map;

/** What a document says about the resource that it is meant for, held against what is stored. */
final class Preconditions {

    private Preconditions() {}

    /**
     * Lets a document pass that is meant for the resource as it is stored.
     *
     * @throws RefusedException {@code STALE} if it names another version or uid
     * @throws ai.a5c.krate.validate.InvalidDocumentException if it names another resource
     */
    static void check(ResourceKey key, Map<String, Object> stored, Map<String, Object> wanted) {
        Faults faults = new Faults();
        same(faults, "kind", key.kind(), wanted);
        same(faults, "metadata.namespace", key.namespace(), wanted);
        same(faults, "metadata.name", key.name(), wanted);
        faults.throwIfAny();
        expected(key, "metadata.uid", Fields.text(wanted, "metadata.uid"), stored);
        expected(key, "metadata.resourceVersion", Fields.text(wanted, "metadata.resourceVersion"), stored);
    }

    /**
     * Lets an expectation pass that is empty or holds.
     *
     * @throws RefusedException {@code STALE} otherwise
     */
    static void expected(ResourceKey key, String path, String expected, Map<String, Object> stored) {
        String actual = Fields.text(stored, path);
        if (!expected.isEmpty() && !expected.equals(actual)) {
            throw new RefusedException(
                    "STALE",
                    "%s was expected with %s '%s' but %s; read it again and reapply the change"
                            .formatted(
                                    key, path, expected, actual.isEmpty() ? "has none" : "has '%s'".formatted(actual)));
        }
    }

    private static void same(Faults faults, String path, String expected, Map<String, Object> wanted) {
        String named = Fields.text(wanted, path);
        if (!named.isEmpty() && !named.equals(expected)) {
            faults.at("$." + path, "'%s' is not the one that is written, '%s'".formatted(named, expected));
        }
    }
}
