package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.server.auth.Access;
import ai.a5c.krate.store.ResourceStore;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The namespaces of a caller's organizations, to be read only. */
final class Namespaces {

    private final Permissions permissions;
    private final ResourceStore store;

    Namespaces(Permissions permissions, ResourceStore store) {
        this.permissions = permissions;
        this.store = store;
    }

    void get(Context context, Access access, String name) {
        if (permissions.reach(access, name).isEmpty()) {
            throw Status.notFound(Subject.namespace(name)).refusal();
        }
        Answer.json(context, 200, shape(context).table() ? table(List.of(name)) : namespace(name));
    }

    void list(Context context, Access access) {
        if (Answer.flag(context, "watch")) {
            throw Status.notAllowed(Subject.namespace(""), "namespaces cannot be watched")
                    .refusal();
        }
        List<String> names = List.copyOf(permissions.namespaces(access));
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("kind", "NamespaceList");
        list.put("apiVersion", "v1");
        list.put("metadata", Shown.version(Long.toString(store.version())));
        list.put("items", names.stream().map(Namespaces::namespace).toList());
        Answer.json(context, 200, shape(context).table() ? table(names) : list);
    }

    private static Shape shape(Context context) {
        return Shape.ofResources(Optional.ofNullable(context.header("Accept")));
    }

    private static Map<String, Object> namespace(String name) {
        Map<String, Object> namespace = new LinkedHashMap<>();
        namespace.put("kind", "Namespace");
        namespace.put("apiVersion", "v1");
        namespace.put("metadata", Map.of("name", name));
        namespace.put("spec", Map.of());
        namespace.put("status", Map.of("phase", "Active"));
        return namespace;
    }

    private static Map<String, Object> table(List<String> names) {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("kind", "Table");
        table.put("apiVersion", "meta.k8s.io/v1");
        table.put("metadata", Map.of());
        table.put("columnDefinitions", List.of(column("Name", "name"), column("Status", "")));
        table.put(
                "rows",
                names.stream()
                        .map(name -> Map.of("cells", List.of(name, "Active"), "object", namespace(name)))
                        .toList());
        return table;
    }

    private static Map<String, Object> column(String name, String format) {
        return Map.of("name", name, "type", "string", "format", format, "description", name, "priority", 0);
    }
}
