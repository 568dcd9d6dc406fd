package ai.a5c.krate.registry;

import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.registry.Schema.Property;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.Resource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** One kind with its schema, read from its record. */
public final class Kind {

    private final Class<? extends Resource> type;
    private final KindInfo info;
    private final ObjectOf schema;
    private final List<String> indexed;
    private final List<Reference> references;

    Kind(Class<? extends Resource> type) {
        this.type = type;
        this.info = Objects.requireNonNull(type.getAnnotation(KindInfo.class), type.getName());
        this.schema = new ObjectOf(
                Arrays.stream(type.getRecordComponents())
                        .filter(component -> !component.getName().equals("metadata"))
                        .map(component -> Property.plain(
                                component.getName(),
                                SchemaReader.read(component.getType()),
                                component.getName().equals("spec")))
                        .toList(),
                List.of());
        this.references = References.of(schema);
        this.indexed = Fields.indexed(schema, "");
    }

    /** The kind's name, such as {@code AgentStack}. */
    public String name() {
        return type.getSimpleName();
    }

    /** The record that holds it. */
    public Class<? extends Resource> type() {
        return type;
    }

    /** Its names, storage class and columns. */
    public KindInfo info() {
        return info;
    }

    /** What people may type instead of the plural: the short names and their plurals, such as {@code stack, stacks}. */
    public List<String> shortNames() {
        return Stream.of(info.shortNames())
                .flatMap(word -> Stream.of(word, plural(word)))
                .filter(word -> !word.equals(info.plural()))
                .distinct()
                .toList();
    }

    private static String plural(String word) {
        if (word.endsWith("s")) {
            return word;
        }
        return word.matches(".*[^aeiou]y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
    }

    /** The members {@code spec} and {@code status}. */
    public ObjectOf schema() {
        return schema;
    }

    /** API group and version. */
    public String apiVersion() {
        return info.storage().apiVersion();
    }

    /** Paths such as {@code status.phase} that lists can be asked for by. */
    public List<String> indexed() {
        return indexed;
    }

    /** The fields that name resources of other kinds. */
    public List<Reference> references() {
        return references;
    }

    /** The area it belongs to: {@code core}, {@code identity}, {@code agents}, {@code memory} or {@code execution}. */
    public String area() {
        String name = type.getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** The indexed fields of a document, by path; what is absent or empty is left out. */
    public Map<String, String> indexedFields(Map<String, Object> document) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String path : indexed) {
            String value = Fields.text(document, path);
            if (!value.isEmpty()) {
                fields.put(path, value);
            }
        }
        return fields;
    }
}
