package ai.a5c.krate.render;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.render.ApiForm.Parameter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The paths of a kind's resources with what can be done there. */
final class ApiPaths {

    private final ApiForm form;
    private final Kind kind;

    ApiPaths(ApiForm form, Kind kind) {
        this.form = form;
        this.kind = kind;
    }

    /** Adds the kind's paths. */
    void to(Node paths) {
        String root = "/apis/" + kind.apiVersion();
        String plural = kind.info().plural();
        String all = "%s/namespaces/{namespace}/%s".formatted(root, plural);
        paths.with("%s/%s".formatted(root, plural), Node.of("get", list("ForAllNamespaces")));
        paths.with(all, shared(Parameters.NAMESPACE).with("get", list("")).with("post", create()));
        paths.with(all + "/{name}", one("").with("delete", delete()));
        paths.with(all + "/{name}/status", one("Status"));
    }

    private Node shared(List<Parameter> parameters) {
        return Node.of("parameters", rendered(parameters.stream()));
    }

    private Node one(String part) {
        String name = ApiSchemas.name(kind);
        List<Parameter> patch = joined(Parameters.WRITE, Parameters.PATCH);
        return shared(joined(Parameters.NAMESPACE, Parameters.NAME))
                .with("get", rendered(new Operation("get", "read" + kind.name() + part, List.of(), "", name)))
                .with(
                        "put",
                        rendered(new Operation("put", "replace" + kind.name() + part, Parameters.WRITE, name, name)))
                .with(
                        "patch",
                        rendered(new Operation("patch", "patch" + kind.name() + part, patch, ApiSchemas.PATCH, name)));
    }

    private Map<String, Object> list(String scope) {
        String list = ApiSchemas.listName(kind);
        return rendered(new Operation("list", "list" + kind.name() + scope, Parameters.LIST, "", list));
    }

    private Map<String, Object> create() {
        String name = ApiSchemas.name(kind);
        return rendered(new Operation("post", "create" + kind.name(), Parameters.WRITE, name, name));
    }

    private Map<String, Object> delete() {
        return rendered(new Operation(
                "delete", "delete" + kind.name(), Parameters.DELETE, ApiSchemas.DELETE_OPTIONS, ApiSchemas.STATUS));
    }

    private Map<String, Object> rendered(Operation operation) {
        Node node = Node.of("operationId", operation.id())
                .with("tags", List.of(kind.area()))
                .with("x-kubernetes-action", operation.action())
                .exactly("x-kubernetes-group-version-kind", Versions.groupVersionKind(kind))
                .with(
                        "responses",
                        Node.of("200", form.response(operation.answer()).map()));
        return form.operation(node, rendered(operation.parameters().stream()), operation.body())
                .map();
    }

    /**
     * What can be done at a path.
     *
     * @param action in Kubernetes' words
     * @param body the schema of the request, or empty
     * @param answer the schema of the answer
     */
    private record Operation(String action, String id, List<Parameter> parameters, String body, String answer) {}

    private List<Map<String, Object>> rendered(Stream<Parameter> parameters) {
        return parameters.map(form::parameter).toList();
    }

    private static List<Parameter> joined(List<Parameter> first, List<Parameter> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
