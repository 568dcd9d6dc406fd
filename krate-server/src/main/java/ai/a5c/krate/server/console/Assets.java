package ai.a5c.krate.server.console;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.server.http.ApiException;
import ai.a5c.krate.server.http.ErrorCode;
import ai.a5c.krate.server.http.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The few files that pages need, kept in memory; no path from outside reaches a file. */
public final class Assets implements Routes {

    private static final String WEBJARS = "/META-INF/resources/webjars/";
    private static final Map<String, String> FILES = Map.of(
            "htmx.js", WEBJARS + "htmx.org/2.0.10/dist/htmx.min.js",
            "sse.js", WEBJARS + "htmx-ext-sse/2.2.2/sse.js",
            "pico.css", WEBJARS + "picocss__pico/2.1.1/css/pico.min.css",
            "krate.css", "/public/krate.css",
            "krate.svg", "/public/krate.svg");

    private final Map<String, byte[]> contents =
            FILES.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> read(entry.getValue())));

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/assets/{name}", this::serve);
    }

    private void serve(Context context) {
        String name = context.pathParam("name");
        byte[] content = Optional.ofNullable(contents.get(name))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "there is no such file"));
        String tag = "\"" + Digest.of(content).hex().substring(0, 16) + "\"";
        context.header("ETag", tag).header("Cache-Control", "no-cache");
        if (tag.equals(context.header("If-None-Match"))) {
            context.status(304);
            return;
        }
        context.contentType(type(name)).result(content);
    }

    private static String type(String name) {
        if (name.endsWith(".svg")) {
            return "image/svg+xml";
        }
        return name.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
    }

    private static byte[] read(String path) {
        try (InputStream in = Assets.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
