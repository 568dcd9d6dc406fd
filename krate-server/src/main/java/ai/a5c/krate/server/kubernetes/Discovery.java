package ai.a5c.krate.server.kubernetes;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Tells clients which groups, versions and kinds there are, one by one or all at once (aggregated). */
final class Discovery {

    private static final String AGGREGATED = "apidiscovery.k8s.io";
    private static final Set<String> AGGREGATED_VERSIONS = Set.of("v2", "v2beta1");

    private Discovery() {}

    /** {@code /api} or {@code /apis}. */
    static void root(Context context, boolean core) {
        Optional<Shape> aggregated = Shape.wanted(Optional.ofNullable(context.header("Accept"))).stream()
                .filter(shape -> shape.as().equals("APIGroupDiscoveryList")
                        && shape.group().equals(AGGREGATED)
                        && AGGREGATED_VERSIONS.contains(shape.version()))
                .findFirst();
        if (aggregated.isPresent()) {
            String version = aggregated.get().version();
            Answer.json(context, 200, aggregated(version, core));
            context.contentType("application/json;g=%s;v=%s;as=APIGroupDiscoveryList".formatted(AGGREGATED, version));
        } else {
            Answer.json(context, 200, core ? versions() : groups());
        }
        context.header("Vary", "Accept");
    }

    static Map<String, Object> version(String version) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("major", "1");
        tree.put("minor", "32");
        tree.put("gitVersion", "v1.32.0-krate." + version);
        tree.put("gitCommit", "");
        tree.put("gitTreeState", "");
        tree.put("buildDate", "");
        tree.put("goVersion", "");
        tree.put("compiler", "javac");
        tree.put("platform", "java");
        return tree;
    }

    private static Map<String, Object> versions() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", "APIVersions");
        tree.put("versions", List.of("v1"));
        tree.put("serverAddressByClientCIDRs", List.of());
        return tree;
    }

    private static Map<String, Object> groups() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", "APIGroupList");
        tree.put("apiVersion", "v1");
        tree.put(
                "groups",
                apiVersions(served -> !served.group().isEmpty()).stream()
                        .map(Discovery::group)
                        .toList());
        return tree;
    }

    private static List<String> apiVersions(Predicate<Served> which) {
        return Served.all().stream()
                .filter(which)
                .map(Served::apiVersion)
                .distinct()
                .sorted()
                .toList();
    }

    private static Map<String, Object> group(String apiVersion) {
        String[] parts = apiVersion.split("/", 2);
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("groupVersion", apiVersion);
        version.put("version", parts[1]);
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", parts[0]);
        group.put("versions", List.of(version));
        group.put("preferredVersion", version);
        return group;
    }

    /** {@code /apis/GROUP}. */
    static Map<String, Object> groupNamed(String name) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", "APIGroup");
        tree.put("apiVersion", "v1");
        tree.putAll(apiVersions(served -> served.group().equals(name)).stream()
                .findFirst()
                .map(Discovery::group)
                .orElseThrow(() -> Status.unknownResource().refusal()));
        return tree;
    }

    /** {@code /apis/GROUP/VERSION} or {@code /api/v1}. */
    static Map<String, Object> resources(String apiVersion) {
        List<Map<String, Object>> resources = new ArrayList<>();
        for (Served served : Served.all()) {
            if (served.apiVersion().equals(apiVersion)) {
                resources.add(resource(served));
                if (!served.statusVerbs().isEmpty()) {
                    resources.add(status(served));
                }
            }
        }
        if (resources.isEmpty()) {
            throw Status.unknownResource().refusal();
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", "APIResourceList");
        tree.put("apiVersion", "v1");
        tree.put("groupVersion", apiVersion);
        tree.put("resources", resources);
        return tree;
    }

    private static Map<String, Object> resource(Served served) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("name", served.plural());
        resource.put("singularName", served.singular());
        resource.put("namespaced", served.namespaced());
        resource.put("kind", served.kind());
        resource.put("verbs", served.verbWords());
        putNames(resource, served);
        return resource;
    }

    private static void putNames(Map<String, Object> resource, Served served) {
        if (!served.shortNames().isEmpty()) {
            resource.put("shortNames", served.shortNames());
        }
        if (!served.categories().isEmpty()) {
            resource.put("categories", served.categories());
        }
    }

    private static Map<String, Object> status(Served served) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("name", served.plural() + "/status");
        status.put("singularName", "");
        status.put("namespaced", served.namespaced());
        status.put("kind", served.kind());
        status.put("verbs", Served.words(served.statusVerbs()));
        return status;
    }

    private static Map<String, Object> aggregated(String version, boolean core) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("kind", "APIGroupDiscoveryList");
        tree.put("apiVersion", AGGREGATED + "/" + version);
        tree.put("metadata", Map.of());
        tree.put(
                "items",
                apiVersions(served -> served.group().isEmpty() == core).stream()
                        .map(Discovery::aggregatedGroup)
                        .toList());
        return tree;
    }

    private static Map<String, Object> aggregatedGroup(String apiVersion) {
        List<Served> all = Served.all().stream()
                .filter(served -> served.apiVersion().equals(apiVersion))
                .toList();
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("version", all.get(0).version());
        version.put("resources", all.stream().map(Discovery::aggregatedResource).toList());
        version.put("freshness", "Current");
        Map<String, Object> group = new LinkedHashMap<>();
        group.put(
                "metadata",
                all.get(0).group().isEmpty()
                        ? Map.of()
                        : Map.of("name", all.get(0).group()));
        group.put("versions", List.of(version));
        return group;
    }

    private static Map<String, Object> aggregatedResource(Served served) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("resource", served.plural());
        resource.put("responseKind", kind(served));
        resource.put("scope", served.namespaced() ? "Namespaced" : "Cluster");
        resource.put("singularResource", served.singular());
        resource.put("verbs", served.verbWords());
        putNames(resource, served);
        if (!served.statusVerbs().isEmpty()) {
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("subresource", "status");
            status.put("responseKind", kind(served));
            status.put("verbs", Served.words(served.statusVerbs()));
            resource.put("subresources", List.of(status));
        }
        return resource;
    }

    private static Map<String, Object> kind(Served served) {
        Map<String, Object> kind = new LinkedHashMap<>();
        kind.put("group", served.group());
        kind.put("version", served.version());
        kind.put("kind", served.kind());
        return kind;
    }
}
