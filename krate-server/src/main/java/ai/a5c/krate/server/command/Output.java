package ai.a5c.krate.server.command;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.registry.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Resources as people or programs want them. */
final class Output {

    private Output() {}

    static String yaml(Object tree) {
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(tree);
    }

    static String json(Object tree) {
        return Json.write(tree);
    }

    /** The items of an answer. */
    static List<Map<?, ?>> items(Map<String, Object> answer) {
        List<Map<?, ?>> items = new ArrayList<>();
        if (answer.get("items") instanceof List<?> list) {
            list.forEach(item -> {
                if (item instanceof Map<?, ?> map) {
                    items.add(map);
                }
            });
        }
        return items;
    }

    /** A table with the kind's own columns. */
    static String table(Kind kind, List<Map<?, ?>> items) {
        List<String[]> columns = Arrays.stream(kind.info().columns())
                .map(column -> column.split("=", 2))
                .toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("NAME"));
        columns.forEach(column -> head.add(column[0].toUpperCase(Locale.ROOT)));
        rows.add(head);
        for (Map<?, ?> item : items) {
            List<String> row = new ArrayList<>(List.of(at(item, ".metadata.name")));
            columns.forEach(column -> row.add(at(item, column[1])));
            rows.add(row);
        }
        return table(rows);
    }

    /** Rows with columns of equal width, two blanks apart. */
    static String table(List<List<String>> rows) {
        return table(rows, 2);
    }

    /** Rows with columns of equal width, {@code gap} blanks apart. */
    static String table(List<List<String>> rows, int gap) {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(each -> each.get(column).length())
                        .max()
                        .orElse(0);
                line.append(row.get(i)).append(" ".repeat(width - row.get(i).length() + gap));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString().stripTrailing();
    }

    /** The text at a path such as {@code .status.phase}, or empty. */
    static String at(Map<?, ?> item, String path) {
        Object value = item;
        for (String member : path.substring(1).split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(member) : null;
        }
        return value == null ? "" : String.valueOf(value).replaceAll("\\s+", " ");
    }
}
