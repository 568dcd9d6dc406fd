package ai.a5c.krate.server.kubernetes;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an access review, as JSON, YAML, or the protobuf of {@code authorization/v1}. */
final class ReviewBody {

    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final int SPEC = 2;
    private static final List<String> RESOURCE_ATTRIBUTES =
            List.of("namespace", "verb", "group", "version", "resource", "subresource", "name");
    private static final List<String> PATH_ATTRIBUTES = List.of("path", "verb");

    private ReviewBody() {}

    static Map<String, Object> read(Context context, String plural) {
        if (!Body.type(context).equals(PROTOBUF)) {
            return Body.document(context);
        }
        byte[] spec = Protobuf.field(Protobuf.message(Body.bytes(context)), SPEC);
        return switch (plural) {
            case "selfsubjectaccessreviews" -> {
                Map<String, Object> attributes = new LinkedHashMap<>();
                put(attributes, "resourceAttributes", Protobuf.field(spec, 1), RESOURCE_ATTRIBUTES);
                put(attributes, "nonResourceAttributes", Protobuf.field(spec, 2), PATH_ATTRIBUTES);
                yield Map.of("spec", attributes);
            }
            case "selfsubjectrulesreviews" -> Map.of("spec", Map.of("namespace", Protobuf.text(spec, 1)));
            default -> Map.of();
        };
    }

    private static void put(Map<String, Object> spec, String name, byte[] message, List<String> fields) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            String text = Protobuf.text(message, i + 1);
            if (!text.isEmpty()) {
                attributes.put(fields.get(i), text);
            }
        }
        if (!attributes.isEmpty()) {
            spec.put(name, attributes);
        }
    }
}
