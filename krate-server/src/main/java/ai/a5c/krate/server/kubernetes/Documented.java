package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings documents that clients send into the form that the engine takes, held against the address they came to. */
final class Documented {

    /** What API servers put into metadata and nobody can set. */
    private static final List<String> NOT_KEPT = List.of("generateName", "selfLink", "deletionGracePeriodSeconds");

    private Documented() {}

    /**
     * The document with what the address says filled in.
     *
     * @throws Refusal 400 if the document says otherwise
     */
    static Map<String, Object> at(Kind kind, Address address, Map<String, Object> document) {
        Map<String, Object> filled = new LinkedHashMap<>();
        filled.put("apiVersion", version(kind, text(document, "apiVersion")));
        filled.put("kind", agreed("kind", text(document, "kind"), kind.name()));
        Map<String, Object> metadata = metadata(document);
        metadata.put("namespace", agreed("namespace", text(metadata, "namespace"), address.namespace()));
        if (!address.name().isEmpty()) {
            metadata.put("name", agreed("name", text(metadata, "name"), address.name()));
        }
        metadata.keySet().removeAll(NOT_KEPT);
        filled.put("metadata", metadata);
        document.forEach(filled::putIfAbsent);
        return filled;
    }

    /** As {@link #at}, for a document of something new; {@code generated} is its name if it asks for one. */
    static Map<String, Object> created(Ask ask, Map<String, Object> document, String generated) {
        Map<String, Object> filled = at(ask.kind(), ask.address(), document);
        Map<String, Object> metadata = metadata(filled);
        metadata.remove("uid");
        if (!generated.isEmpty()) {
            metadata.put("name", generated);
        }
        filled.put("metadata", metadata);
        return filled;
    }

    /** A changeable copy of what {@code document} has as metadata. */
    static Map<String, Object> metadata(Map<String, Object> document) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (document.get("metadata") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> metadata.put(String.valueOf(name), value));
        }
        return metadata;
    }

    static String text(Map<String, Object> map, String name) {
        Object value = map.get(name);
        return value == null ? "" : value.toString();
    }

    private static String version(Kind kind, String given) {
        if (!given.isEmpty() && !given.equals(kind.apiVersion()) && !given.equals("krate.a5c.ai/v1alpha1")) {
            throw Status.badRequest("the API version in the data (%s) does not match the expected API version (%s)"
                            .formatted(given, kind.apiVersion()))
                    .refusal();
        }
        return kind.apiVersion();
    }

    private static String agreed(String what, String given, String expected) {
        if (!given.isEmpty() && !given.equals(expected)) {
            throw Status.badRequest("the %s of the object (%s) does not match the %s on the URL (%s)"
                            .formatted(what, given, what, expected))
                    .refusal();
        }
        return expected;
    }
}
