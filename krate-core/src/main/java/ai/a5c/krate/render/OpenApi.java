package ai.a5c.krate.render;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI documents of the Kubernetes face, as {@code kubectl} and other clients read them. */
public final class OpenApi {

    private OpenApi() {}

    /** Version 2 ({@code /openapi/v2}), with all groups. */
    public static Map<String, Object> v2() {
        Node definitions = new Node();
        Node paths = new Node();
        KindRegistry.all().forEach(kind -> add(ApiForm.V2, kind, definitions, paths));
        new ApiSchemas(ApiForm.V2).shared(definitions);
        return Node.of("swagger", "2.0")
                .with("info", info())
                .with("paths", paths)
                .with("definitions", definitions)
                .map();
    }

    /** Where the documents of version 3 are ({@code /openapi/v3}), each with a digest of what it says. */
    public static Map<String, Object> v3Root() {
        Node paths = new Node();
        for (String version : Versions.all()) {
            String path = "apis/" + version;
            String digest = Digest.of(Json.write(v3(version.substring(0, version.indexOf('/')))))
                    .hex()
                    .toUpperCase(Locale.ROOT);
            paths.with(path, Node.of("serverRelativeURL", "/openapi/v3/%s?hash=%s".formatted(path, digest)));
        }
        return Node.of("paths", paths.map()).map();
    }

    /** Version 3 of a group such as {@code krate.a5c.ai}; an unknown group has no paths. */
    public static Map<String, Object> v3(String group) {
        Node schemas = new Node();
        Node paths = new Node();
        Versions.kinds(group).forEach(kind -> add(ApiForm.V3, kind, schemas, paths));
        new ApiSchemas(ApiForm.V3).shared(schemas);
        return Node.of("openapi", "3.0.0")
                .with("info", info())
                .exactly("paths", paths.map())
                .with("components", Node.of("schemas", schemas.map()))
                .map();
    }

    private static void add(ApiForm form, Kind kind, Node schemas, Node paths) {
        new ApiSchemas(form).kind(kind, schemas);
        new ApiPaths(form, kind).to(paths);
    }

    private static Node info() {
        return Node.of("title", "Krate").with("version", "v1alpha1");
    }
}
