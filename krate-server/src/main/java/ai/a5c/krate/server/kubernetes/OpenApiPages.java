package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.render.OpenApi;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Answers with the schemas of all kinds as OpenAPI, version 2 and 3, in JSON; each is rendered once. */
final class OpenApiPages {

    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /** A rendered document and what tells it apart from every other. */
    private record Page(String text, String tag) {}

    void second(Context context) {
        answer(context, page("v2", OpenApi::v2));
    }

    void root(Context context) {
        answer(context, page("v3", OpenApi::v3Root));
    }

    /** {@code /openapi/v3/apis/GROUP/VERSION}. */
    void third(Context context) {
        String path = context.path().substring("/openapi/v3/".length());
        String apiVersion = path.replaceFirst("^apis/", "");
        boolean known = path.startsWith("apis/")
                && Served.all().stream()
                        .anyMatch(served -> served.apiVersion().equals(apiVersion)
                                && !served.statusVerbs().isEmpty());
        if (!known) {
            throw Status.unknownResource().refusal();
        }
        answer(context, page(apiVersion, () -> OpenApi.v3(apiVersion.substring(0, apiVersion.indexOf('/')))));
    }

    private Page page(String name, Supplier<Map<String, Object>> maker) {
        return pages.computeIfAbsent(name, key -> {
            String text = Json.write(maker.get());
            return new Page(text, "\"" + Digest.of(text).hex() + "\"");
        });
    }

    private static void answer(Context context, Page page) {
        boolean wantsJson =
                !Shape.wanted(Optional.ofNullable(context.header("Accept"))).isEmpty();
        if (!wantsJson) {
            throw new Status(406, "NotAcceptable", "only application/json is served", Map.of()).refusal();
        }
        context.header("ETag", page.tag()).header("Vary", "Accept");
        context.header("Cache-Control", "private, no-cache");
        if (page.tag().equals(context.header("If-None-Match"))) {
            context.status(304);
        } else {
            context.contentType("application/json").result(page.text());
        }
    }
}
