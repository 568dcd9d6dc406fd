package ai.a5c.krate.server.http;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which groups and kinds the Kubernetes face serves. */
final class Discovery {

    private static final List<String> VERBS = List.of("create", "delete", "get", "list", "update", "watch");

    private Discovery() {}

    static Map<String, Object> groups() {
        List<Map<String, Object>> groups = KindRegistry.all().stream()
                .map(Kind::apiVersion)
                .distinct()
                .sorted()
                .map(Discovery::group)
                .toList();
        return tree("APIGroupList", "groups", groups);
    }

    private static Map<String, Object> group(String apiVersion) {
        Map<String, Object> version = Map.of("groupVersion", apiVersion, "version", "v1alpha1");
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", apiVersion.split("/", 2)[0]);
        group.put("versions", List.of(version));
        group.put("preferredVersion", version);
        return group;
    }

    static Map<String, Object> resources(String group) {
        List<Map<String, Object>> resources = KindRegistry.all().stream()
                .filter(kind -> kind.apiVersion().equals(group + "/v1alpha1"))
                .map(Discovery::resource)
                .toList();
        if (resources.isEmpty()) {
            throw ApiException.missing("");
        }
        Map<String, Object> tree = tree("APIResourceList", "resources", resources);
        tree.put("groupVersion", group + "/v1alpha1");
        return tree;
    }

    private static Map<String, Object> resource(Kind kind) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("name", kind.info().plural());
        resource.put("singularName", kind.name().toLowerCase(Locale.ROOT));
        resource.put("namespaced", true);
        resource.put("kind", kind.name());
        resource.put("verbs", VERBS);
        resource.put("shortNames", List.of(kind.info().shortNames()));
        return resource;
    }

    private static Map<String, Object> tree(String kind, String member, List<Map<String, Object>> items) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", "v1");
        tree.put("kind", kind);
        tree.put(member, items);
        return tree;
    }

    /** The kind that the address names. */
    static Kind kind(Context context) {
        return KindRegistry.all().stream()
                .filter(kind -> kind.info().plural().equals(context.pathParam("plural")))
                .filter(kind -> kind.apiVersion().equals(context.pathParam("group") + "/v1alpha1"))
                .findFirst()
                .orElseThrow(() -> ApiException.missing(""));
    }
}
