package ai.a5c.krate.server.kubernetes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a client wants its answer, from its {@code Accept} header.
 *
 * @param as {@code Table}, {@code PartialObjectMetadata}, another kind, or empty for the object itself
 * @param group the group of {@code as}
 * @param version the version of {@code as}
 */
record Shape(String as, String group, String version) {

    static final Shape PLAIN = new Shape("", "", "");

    private static final List<String> TYPES = List.of("application/json", "application/*", "*/*");

    /** All shapes that {@code accept} allows as JSON, the most wanted first; none if it wants no JSON. */
    static List<Shape> wanted(Optional<String> accept) {
        List<Shape> shapes = new ArrayList<>();
        for (String range :
                accept.filter(header -> !header.isBlank()).orElse("*/*").split(",", 32)) {
            List<String> parts =
                    Arrays.stream(range.split(";", 16)).map(String::strip).toList();
            if (TYPES.contains(parts.get(0).toLowerCase(Locale.ROOT))) {
                Map<String, String> parameters = parts.stream()
                        .skip(1)
                        .filter(part -> part.contains("="))
                        .collect(Collectors.toMap(
                                part -> part.substring(0, part.indexOf('=')),
                                part -> part.substring(part.indexOf('=') + 1),
                                (first, second) -> first));
                shapes.add(new Shape(
                        parameters.getOrDefault("as", ""),
                        parameters.getOrDefault("g", ""),
                        parameters.getOrDefault("v", "")));
            }
        }
        return shapes;
    }

    /** The first wanted shape for resources. */
    static Shape ofResources(Optional<String> accept) {
        return wanted(accept).stream()
                .filter(Shape::isServed)
                .findFirst()
                .orElseThrow(() -> new Status(
                                406,
                                "NotAcceptable",
                                "only application/json is served, whole or as Table or PartialObjectMetadata",
                                Map.of())
                        .refusal());
    }

    private boolean isServed() {
        boolean known = as.equals("Table") || metadataOnly();
        boolean meta = group.equals("meta.k8s.io") && (version.equals("v1") || version.equals("v1beta1"));
        return as.isEmpty() || (known && meta);
    }

    boolean table() {
        return as.equals("Table");
    }

    boolean metadataOnly() {
        return as.equals("PartialObjectMetadata") || as.equals("PartialObjectMetadataList");
    }

    /** API version of what is answered in this shape. */
    String apiVersion() {
        return "meta.k8s.io/" + version;
    }
}
