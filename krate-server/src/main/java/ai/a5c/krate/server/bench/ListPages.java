package ai.a5c.krate.server.bench;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Fields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Reads a whole list page by page, as clients do. */
final class ListPages {

    private ListPages() {}

    /** How many items there were; at least {@code least} must be. */
    static int walk(Requests requests, String path, int limit, int least) {
        int found = 0;
        String next = "";
        do {
            Map<String, Object> page = Json.readObject(requests.get(
                    "%s?limit=%d&continue=%s".formatted(path, limit, URLEncoder.encode(next, StandardCharsets.UTF_8))));
            found += page.get("items") instanceof List<?> items ? items.size() : 0;
            next = Fields.text(page, "metadata.continue");
        } while (!next.isEmpty());
        if (found < least) {
            throw new BenchException("a list of %d gave %d".formatted(least, found));
        }
        return found;
    }
}
