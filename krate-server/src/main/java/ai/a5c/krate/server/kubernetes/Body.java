package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Documents;
import ai.a5c.krate.server.http.Bodies;
import ai.a5c.krate.validate.InvalidDocumentException;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads request bodies as JSON or YAML; whatever else comes is told to come as JSON. */
final class Body {

    private static final Set<String> JSON = Set.of("", "application/json");
    private static final Set<String> YAML = Set.of("application/yaml", "application/x-yaml", "text/yaml");

    private Body() {}

    /** The media type without parameters, in lower case; empty if there is none. */
    static String type(Context context) {
        return Optional.ofNullable(context.req().getContentType())
                .map(header -> header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** One document; an empty body is an empty one. */
    static Map<String, Object> document(Context context) {
        String type = type(context);
        byte[] bytes = Bodies.raw(context, Bodies.LIMIT);
        if (bytes.length == 0) {
            return Map.of();
        }
        if (YAML.contains(type)) {
            return yaml(bytes);
        }
        if (!JSON.contains(type)) {
            throw unsupported("the body of the request was in an unknown format - accepted media types include: "
                    + "application/json, application/yaml");
        }
        return object(value(bytes));
    }

    /** The bytes, whatever they are. */
    static byte[] bytes(Context context) {
        return Bodies.raw(context, Bodies.LIMIT);
    }

    /** The JSON value of a patch. */
    static @Nullable Object patch(Context context) {
        return value(Bodies.raw(context, Bodies.LIMIT));
    }

    static Map<String, Object> yaml(byte[] bytes) {
        try {
            List<Map<String, Object>> documents = Documents.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
            if (documents.size() != 1) {
                throw Status.badRequest("the body must hold one document").refusal();
            }
            return documents.get(0);
        } catch (CharacterCodingException e) {
            throw Status.badRequest("the body is not UTF-8").refusal();
        } catch (InvalidDocumentException e) {
            throw Status.badRequest(
                            "the body cannot be read: " + e.faults().get(0).message())
                    .refusal();
        }
    }

    private static @Nullable Object value(byte[] bytes) {
        try {
            return Json.read(bytes);
        } catch (InvalidJsonException e) {
            throw Status.badRequest("the body cannot be read: " + e.getMessage())
                    .refusal();
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw Status.badRequest("the body must be an object").refusal();
    }

    static Refusal unsupported(String message) {
        return new Status(415, "UnsupportedMediaType", message, Map.of()).refusal();
    }
}
