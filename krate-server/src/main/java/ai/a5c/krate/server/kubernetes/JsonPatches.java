package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.json.InvalidJsonException;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.http.Bodies;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Applies a JSON patch to a document (RFC 6902), within bounds that no patch can grow past. */
final class JsonPatches {

    static final int MOST_OPERATIONS = 1_000;
    static final int MOST_COPIES = 50;

    private static final Set<String> GROWING = Set.of("copy", "move");
    private static final Set<String> REMOVING = Set.of("remove");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonPatches() {}

    /**
     * The document that {@code patch} makes of {@code document}.
     *
     * @throws Refusal 400 for what is no patch, 422 for one that cannot be applied
     */
    static Map<String, Object> apply(Map<String, Object> document, @Nullable Object patch) {
        List<?> operations = operations(patch);
        JsonNode current = tree(document);
        ArrayNode waiting = MAPPER.createArrayNode();
        for (Object operation : operations) {
            if (is(operation, REMOVING)) {
                current = step(waiting, current);
                waiting.removeAll();
                requirePath(current, operation);
            }
            waiting.add(tree(operation));
            if (is(operation, GROWING)) {
                current = bounded(step(waiting, current));
                waiting.removeAll();
            }
        }
        return read(bounded(step(waiting, current)));
    }

    private static List<?> operations(@Nullable Object patch) {
        if (!(patch instanceof List<?> operations)
                || !operations.stream().allMatch(each -> each instanceof Map<?, ?> map && map.get("op") != null)) {
            throw Status.badRequest("a JSON patch is a list of operations, each with op and path")
                    .refusal();
        }
        long growing = operations.stream().filter(each -> is(each, GROWING)).count();
        if (operations.size() > MOST_OPERATIONS || growing > MOST_COPIES) {
            throw invalid("the patch has too many operations; at most %d, of which %d may copy or move"
                    .formatted(MOST_OPERATIONS, MOST_COPIES));
        }
        return operations;
    }

    private static boolean is(Object operation, Set<String> verbs) {
        return operation instanceof Map<?, ?> map && verbs.contains(String.valueOf(map.get("op")));
    }

    /** The library removes what is not there in silence; the standard does not. */
    private static void requirePath(JsonNode document, Object operation) {
        String path = operation instanceof Map<?, ?> map ? String.valueOf(map.get("path")) : "";
        try {
            if (document.at(path).isMissingNode()) {
                throw invalid("the patch cannot be applied: there is nothing to remove at " + path);
            }
        } catch (IllegalArgumentException e) {
            throw invalid("the patch cannot be applied: '%s' is no path".formatted(path));
        }
    }

    private static JsonNode step(ArrayNode operations, JsonNode document) {
        try {
            return JsonPatch.apply(operations, document);
        } catch (JsonPatchException | IllegalArgumentException e) {
            throw invalid("the patch cannot be applied: " + e.getMessage());
        }
    }

    private static JsonNode bounded(JsonNode document) {
        if (depth(document) > 100 || document.toString().length() > Bodies.LIMIT) {
            throw invalid("the patch makes the document too large or too deep");
        }
        return document;
    }

    /** How deep a value nests; does not go deeper than a patch can have made it in one step. */
    private static int depth(JsonNode node) {
        int deepest = 0;
        for (JsonNode child : node) {
            deepest = Math.max(deepest, 1 + depth(child));
        }
        return deepest;
    }

    private static JsonNode tree(Object value) {
        try {
            return MAPPER.readTree(Json.write(value));
        } catch (JsonProcessingException e) {
            throw invalid("the patch cannot be read");
        }
    }

    private static Map<String, Object> read(JsonNode document) {
        try {
            return Json.readObject(document.toString());
        } catch (InvalidJsonException e) {
            throw invalid("the patch leaves no document");
        }
    }

    private static Refusal invalid(String message) {
        return new Status(422, "Invalid", message, Map.of()).refusal();
    }
}
