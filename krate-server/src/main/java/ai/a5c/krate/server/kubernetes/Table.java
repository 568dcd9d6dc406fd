package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.render.Column;
import ai.a5c.krate.render.Columns;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Renders resources as Kubernetes' {@code Table}, one row each. */
final class Table {

    private Table() {}

    /**
     * One row for each document.
     *
     * @param heading whether the columns are described
     */
    static Map<String, Object> of(
            Kind kind, List<Map<String, Object>> documents, Shown.Look look, boolean heading, Instant now) {
        Map<String, Object> table = new LinkedHashMap<>();
        table.put("kind", "Table");
        table.put("apiVersion", look.shape().apiVersion());
        table.put("metadata", Map.of());
        table.put("columnDefinitions", heading ? definitions(kind) : List.of());
        table.put(
                "rows",
                documents.stream()
                        .map(document -> row(kind, document, look, now))
                        .toList());
        return table;
    }

    private static List<Map<String, Object>> definitions(Kind kind) {
        List<Map<String, Object>> definitions = new ArrayList<>();
        definitions.add(definition("Name", "string", "name", "Name within the namespace.", 0));
        for (Column column : Columns.of(kind)) {
            definitions.add(
                    definition(column.name(), column.type(), column.format(), column.description(), column.priority()));
        }
        return definitions;
    }

    private static Map<String, Object> definition(
            String name, String type, String format, String description, int priority) {
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("name", name);
        definition.put("type", type);
        definition.put("format", format);
        definition.put("description", description);
        definition.put("priority", priority);
        return definition;
    }

    private static Map<String, Object> row(Kind kind, Map<String, Object> document, Shown.Look look, Instant now) {
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(at(document, "metadata.name"));
        for (Column column : Columns.of(kind)) {
            Object value = at(document, column.path().replaceFirst("^\\.", ""));
            cells.add(column.type().equals("date") ? age(value, now) : cell(value));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("cells", cells);
        switch (look.include()) {
            case "None" -> {}
            case "Object" -> row.put("object", document);
            default -> row.put("object", Shown.metadataOf(document, look.shape()));
        }
        return row;
    }

    private static @Nullable Object cell(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(String::valueOf).toList());
        }
        return value instanceof Map<?, ?> map && map.isEmpty() ? null : value instanceof Map ? value.toString() : value;
    }

    private static Object age(@Nullable Object time, Instant now) {
        try {
            return time instanceof String text ? Ages.of(Duration.between(Instant.parse(text), now)) : "<unknown>";
        } catch (DateTimeException e) {
            return "<unknown>";
        }
    }

    /** The value at a path such as {@code status.conditions[?(@.type=="Ready")].status}; null if there is none. */
    static @Nullable Object at(Map<String, Object> document, String path) {
        Object value = document;
        for (String step : path.split("\\.(?![^\\[]*\\])", -1)) {
            int bracket = step.indexOf('[');
            String member = bracket < 0 ? step : step.substring(0, bracket);
            value = value instanceof Map<?, ?> map ? map.get(member) : null;
            if (bracket >= 0 && value instanceof List<?> list) {
                value = chosen(list, step.substring(bracket));
            }
        }
        return value;
    }

    private static @Nullable Object chosen(List<?> list, String filter) {
        String[] parts = filter.split("[\"']", -1);
        String member = parts[0].replaceAll("[^A-Za-z]", "");
        return list.stream()
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .filter(item -> parts.length > 1 && parts[1].equals(item.get(member)))
                .findFirst()
                .orElse(null);
    }
}
