package ai.a5c.krate.server.http;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.resource.Resource;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes answers as JSON and reads what a query asks for. */
final class Answers {

    private Answers() {}

    static void json(Context context, int status, Object tree) {
        context.status(status)
                .header("Cache-Control", "no-store")
                .contentType("application/json")
                .result(Json.write(tree));
    }

    static void items(Context context, List<? extends Resource> items, String next) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("items", items.stream().map(ResourceCodec::write).toList());
        tree.put("next", next);
        json(context, 200, tree);
    }

    static void resource(Context context, Resource resource) {
        json(context, 200, ResourceCodec.write(resource));
    }

    /** The query parameter, or empty text. */
    static String query(Context context, String name) {
        return Optional.ofNullable(context.queryParam(name)).orElse("");
    }

    /** A whole number from the query between {@code least} and {@code most}, or {@code otherwise}. */
    static long number(Context context, String name, long otherwise, long most) {
        String text = query(context, name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, most);
        }
        throw wrong(name, most);
    }

    /** How many items a page may have: {@code limit} from 1 to 500, 100 if absent. */
    static int limit(Context context) {
        return (int) Math.max(1, number(context, "limit", 100, 500));
    }

    private static ApiException wrong(String name, long most) {
        return new ApiException(ErrorCode.BAD_REQUEST, "%s must be a whole number from 0 to %d".formatted(name, most));
    }
}
