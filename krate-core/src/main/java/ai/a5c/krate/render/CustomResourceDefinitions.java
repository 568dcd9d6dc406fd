package ai.a5c.krate.render;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.resource.KindInfo.Storage;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** CustomResourceDefinitions ({@code apiextensions.k8s.io/v1}) of the config kinds. */
public final class CustomResourceDefinitions {

    private CustomResourceDefinitions() {}

    /**
     * The definition of a kind.
     *
     * @throws IllegalArgumentException for an execution kind, which never lives in a cluster's etcd
     */
    public static Map<String, Object> of(Kind kind) {
        if (kind.info().storage() != Storage.CONFIG) {
            throw new IllegalArgumentException(kind.name() + " is an execution kind, which is no CRD");
        }
        return Node.of("apiVersion", "apiextensions.k8s.io/v1")
                .with("kind", "CustomResourceDefinition")
                .with("metadata", Node.of("name", fileName(kind)))
                .with("spec", spec(kind))
                .map();
    }

    /** The definition's name, such as {@code agentstacks.krate.a5c.ai}. */
    static String fileName(Kind kind) {
        return kind.info().plural() + "." + Versions.group(kind);
    }

    private static Node spec(Kind kind) {
        return Node.of("group", Versions.group(kind))
                .with("scope", "Namespaced")
                .with("names", names(kind))
                .with("versions", List.of(version(kind)));
    }

    private static Node names(Kind kind) {
        return Node.of("kind", kind.name())
                .with("listKind", kind.name() + "List")
                .with("plural", kind.info().plural())
                .with("singular", kind.name().toLowerCase(Locale.ROOT))
                .with("shortNames", kind.shortNames())
                .with("categories", List.of("krate"));
    }

    private static Map<String, Object> version(Kind kind) {
        Node node = Node.of("name", Versions.version(kind))
                .with("served", true)
                .with("storage", true)
                .with("schema", Node.of("openAPIV3Schema", schema(kind)))
                .with(
                        "additionalPrinterColumns",
                        Columns.of(kind).stream()
                                .map(CustomResourceDefinitions::column)
                                .toList());
        node.exactly("subresources", Map.of("status", Map.of()));
        return node.map();
    }

    private static Node schema(Kind kind) {
        return Node.of("description", kind.info().doc())
                .with("type", "object")
                .with("properties", Envelope.members(kind, new Structural(true), Node.typed("object")))
                .with("required", List.of("spec"));
    }

    private static Map<String, Object> column(Column column) {
        Node node = Node.of("name", column.name())
                .with("type", column.type())
                .with("format", column.format())
                .with("jsonPath", column.path())
                .with("description", column.description());
        return column.priority() == 0
                ? node.map()
                : node.with("priority", column.priority()).map();
    }
}
