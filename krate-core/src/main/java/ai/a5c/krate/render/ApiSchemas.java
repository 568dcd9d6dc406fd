package ai.a5c.krate.render;

import ai.a5c.krate.registry.Kind;
import java.util.List;
import java.util.Map;

/** The schemas of an OpenAPI document: each kind, its list, and what all share with Kubernetes. */
final class ApiSchemas {

    static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    static final String DELETE_OPTIONS = META + "DeleteOptions";
    static final String PATCH = META + "Patch";
    static final String STATUS = META + "Status";
    private static final Structural DIALECT = new Structural(false);

    private final ApiForm form;

    ApiSchemas(ApiForm form) {
        this.form = form;
    }

    /** The schema's name, such as {@code ai.a5c.krate.v1alpha1.AgentStack}. */
    static String name(Kind kind) {
        String group = Versions.group(kind).startsWith("runs.") ? "runs." : "";
        return "ai.a5c.krate.%s%s.%s".formatted(group, Versions.version(kind), kind.name());
    }

    static String listName(Kind kind) {
        return name(kind) + "List";
    }

    /** Adds a kind and its list. */
    void kind(Kind kind, Node schemas) {
        schemas.with(
                name(kind),
                Node.of("description", kind.info().doc())
                        .with("type", "object")
                        .with("properties", Envelope.members(kind, DIALECT, metadata("ObjectMeta", Envelope.METADATA)))
                        .with("required", List.of("spec"))
                        .with("x-kubernetes-group-version-kind", List.of(Versions.groupVersionKind(kind))));
        schemas.with(listName(kind), list(kind));
    }

    private Node list(Kind kind) {
        Map<String, Object> listKind = Node.of("group", Versions.group(kind))
                .with("kind", kind.name() + "List")
                .with("version", Versions.version(kind))
                .map();
        Node properties = new Node()
                .with("apiVersion", described("string", Envelope.API_VERSION))
                .with("kind", described("string", Envelope.KIND))
                .with("metadata", metadata("ListMeta", "Where the list stands."))
                .with("items", described("array", "The resources.").with("items", form.reference(name(kind))));
        return Node.of("description", "A list of " + kind.name() + ".")
                .with("type", "object")
                .with("properties", properties)
                .with("required", List.of("items"))
                .with("x-kubernetes-group-version-kind", List.of(listKind));
    }

    private Node metadata(String type, String description) {
        return Node.of("description", description)
                .with("allOf", List.of(form.reference(META + type).map()));
    }

    /** Adds what all kinds share. */
    void shared(Node schemas) {
        schemas.with(
                META + "ObjectMeta",
                MetaSchemas.objectMeta(
                        form.reference(META + "OwnerReference"), form.reference(META + "ManagedFieldsEntry")));
        schemas.with(META + "OwnerReference", MetaSchemas.ownerReference());
        schemas.with(META + "ManagedFieldsEntry", MetaSchemas.managedFields());
        schemas.with(META + "ListMeta", MetaSchemas.listMeta());
        schemas.with(STATUS, MetaSchemas.status());
        schemas.with(DELETE_OPTIONS, MetaSchemas.deleteOptions());
        schemas.with(PATCH, described("object", "A change of a resource, in the words of its content type."));
    }

    static Node described(String type, String description) {
        return Node.of("description", description).with("type", type);
    }
}
