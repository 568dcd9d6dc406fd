package ai.a5c.krate.server.http;

import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.validate.Faults;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A body that is one document of the kind that an address is about; kind and version need not be said. */
final class OneDocument {

    private OneDocument() {}

    /**
     * The document, with kind, version and namespace filled in.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException if it is of another kind or for another namespace
     */
    static Map<String, Object> read(Context context, Class<?> type, String namespace) {
        List<Map<String, Object>> documents = Documents.read(Bodies.documents(context));
        if (documents.size() != 1) {
            throw new ApiException(ErrorCode.INVALID_BODY, "expected one document, got %d".formatted(documents.size()));
        }
        Kind kind = KindRegistry.named(type.getSimpleName()).orElseThrow();
        Map<String, Object> document = new LinkedHashMap<>(documents.get(0));
        document.putIfAbsent("apiVersion", kind.apiVersion());
        document.putIfAbsent("kind", kind.name());
        Faults faults = new Faults();
        if (!kind.name().equals(document.get("kind"))) {
            faults.at("$.kind", "expected '%s'".formatted(kind.name()));
        }
        if (document.get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("namespace") instanceof String named
                && !named.equals(namespace)) {
            faults.at("$.metadata.namespace", "expected '%s', the organization's own".formatted(namespace));
        }
        faults.throwIfAny();
        return document;
    }
}
