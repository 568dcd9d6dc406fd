package ai.a5c.krate.registry;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.match.NearestName;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.validate.Faults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns documents into the records of their kinds and back; the only door for documents from outside. */
public final class ResourceCodec {

    private static final List<String> MEMBERS = List.of("apiVersion", "kind", "metadata", "spec", "status");

    private ResourceCodec() {}

    /**
     * The resource that a document from outside describes, with defaults filled in; its {@code status} is dropped.
     *
     * @param namespace the namespace of a document that names none
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     */
    public static Resource parse(Map<String, Object> document, String namespace) {
        Faults faults = new Faults();
        Optional<Kind> kind = kind(document, faults);
        for (String member : document.keySet()) {
            if (!MEMBERS.contains(member)) {
                faults.at("$." + Quoted.name(member), "unknown field; known are " + String.join(", ", MEMBERS));
            }
        }
        MetadataRules.check(document.get("metadata"), faults);
        kind.ifPresent(known -> checkSpec(known, document.get("spec"), faults));
        faults.throwIfAny();
        Map<String, Object> own = new LinkedHashMap<>(document);
        own.remove("status");
        own.put("metadata", MetadataRules.fromOutside(document.get("metadata"), kind.orElseThrow(), namespace));
        return read(kind.orElseThrow(), own);
    }

    private static void checkSpec(Kind kind, @Nullable Object spec, Faults faults) {
        Schema schema = kind.schema().property("spec").orElseThrow().schema();
        if (!(spec instanceof Map)) {
            faults.at("$.spec", "required; expected an object");
        } else {
            new Validator(faults).check(schema, spec, "$.spec");
        }
    }

    /**
     * Lets a status from outside pass that fits the kind.
     *
     * @throws ai.a5c.krate.validate.InvalidDocumentException with every fault and its path
     */
    public static void checkStatus(Kind kind, @Nullable Object status) {
        Faults faults = new Faults();
        if (status != null && !(status instanceof Map)) {
            faults.at("$.status", "expected an object");
        } else if (status != null) {
            Schema schema = kind.schema().property("status").orElseThrow().schema();
            new Validator(faults).check(schema, status, "$.status");
        }
        faults.throwIfAny();
    }

    private static Optional<Kind> kind(Map<String, Object> document, Faults faults) {
        String name = document.get("kind") instanceof String text ? text : "";
        if (name.isEmpty()) {
            faults.at("$.kind", "required; expected the name of a kind such as AgentStack");
            return Optional.empty();
        }
        Optional<Kind> kind = KindRegistry.named(name);
        if (kind.isEmpty()) {
            List<String> names = KindRegistry.all().stream().map(Kind::name).toList();
            faults.at(
                    "$.kind",
                    NearestName.of(name, names)
                            .map(near -> "unknown kind %s; did you mean '%s'?".formatted(Quoted.of(name), near))
                            .orElse("unknown kind %s; expected one such as AgentStack".formatted(Quoted.of(name))));
            return kind;
        }
        String version = document.get("apiVersion") instanceof String text ? text : "";
        String expected = kind.get().apiVersion();
        if (version.isEmpty()) {
            faults.at("$.apiVersion", "required; expected '%s'".formatted(expected));
        } else if (!version.equals(expected) && !version.equals("krate.a5c.ai/v1alpha1")) {
            faults.at(
                    "$.apiVersion",
                    "%s is no version of %s; expected '%s'".formatted(Quoted.of(version), name, expected));
        }
        return kind;
    }

    /** The resource in a stored document, with the defaults of today for what it does not say. */
    public static Resource read(Kind kind, Map<String, Object> document) {
        return Json.fromTree(Defaults.fill(WithMetadata.of(kind), document), kind.type());
    }

    /** The document of a resource: {@code apiVersion}, {@code kind}, {@code metadata}, {@code spec}, {@code status}. */
    public static Map<String, Object> write(Resource resource) {
        Kind kind = KindRegistry.of(resource.getClass());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", kind.apiVersion());
        document.put("kind", kind.name());
        Map<String, Object> tree = Pruned.document(kind, Json.toTree(resource));
        for (String member : List.of("metadata", "spec", "status")) {
            document.put(member, tree.getOrDefault(member, Map.of()));
        }
        return document;
    }
}
