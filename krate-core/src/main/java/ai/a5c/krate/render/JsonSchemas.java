package ai.a5c.krate.render;

import ai.a5c.krate.registry.Forms;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.resource.Form;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** JSON Schemas (2020-12) of documents, for editors and for whoever checks documents without Krate. */
public final class JsonSchemas {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    private JsonSchemas() {}

    /** The schema of a kind's documents. */
    public static Map<String, Object> of(Kind kind) {
        List<String> versions = Stream.of(
                        kind.apiVersion(), KindRegistry.all().get(0).apiVersion())
                .distinct()
                .toList();
        Node members = Envelope.members(kind, new JsonDialect(), metadata());
        members.with("apiVersion", Node.of("description", Envelope.API_VERSION).with("enum", versions));
        members.with("kind", Node.of("description", Envelope.KIND).with("const", kind.name()));
        return Node.of("$schema", DIALECT)
                .with("$id", "urn:krate:%s:%s".formatted(kind.apiVersion().replace('/', ':'), kind.name()))
                .with("title", kind.name())
                .with("description", kind.info().doc())
                .with("type", "object")
                .with("properties", members)
                .with("required", List.of("apiVersion", "kind", "metadata", "spec"))
                .exactly("additionalProperties", false)
                .map();
    }

    /** The schema of a document of any kind; it refers to the schemas of the kinds as {@code <Kind>.json} beside it. */
    public static Map<String, Object> any() {
        List<String> names = KindRegistry.all().stream().map(Kind::name).toList();
        return Node.of("$schema", DIALECT)
                .with("title", "A Krate resource")
                .with("type", "object")
                .with("properties", Node.of("kind", Node.of("enum", names)))
                .with("required", List.of("kind"))
                .with("allOf", names.stream().map(JsonSchemas::choice).toList())
                .map();
    }

    private static Map<String, Object> choice(String name) {
        Node chosen =
                Node.of("properties", Node.of("kind", Node.of("const", name))).with("required", List.of("kind"));
        return Node.of("if", chosen)
                .with("then", Node.of("$ref", name + ".json"))
                .map();
    }

    private static Node metadata() {
        Node metadata = MetaSchemas.objectMeta(MetaSchemas.ownerReference(), MetaSchemas.managedFields());
        Node name = Node.typed("string")
                .with("maxLength", 253)
                .with("pattern", "^(" + Forms.pattern(Form.NAME).orElseThrow() + ")$");
        metadata.into("properties").extended("name", name).extended("namespace", name);
        return metadata.with("required", List.of("name")).exactly("additionalProperties", false);
    }
}
