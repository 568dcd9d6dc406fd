package ai.a5c.krate.server.command;

import ai.a5c.krate.registry.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server's table as kubectl prints it.
 *
 * @param wide whether columns of lower priority are shown
 * @param namespaces whether each row begins with its namespace
 * @param prefix stands before each name, such as {@code runnerpool.krate.a5c.ai/}
 */
record TableText(boolean wide, boolean namespaces, String prefix) {

    /** The rows with their head first; without any row nothing. */
    List<List<String>> rows(Kind kind, Map<String, Object> answer) {
        Map<String, Object> table = answer.containsKey("rows") ? answer : asTable(kind, answer);
        List<Map<?, ?>> columns = maps(table.get("columnDefinitions"));
        List<Map<?, ?>> found = maps(table.get("rows"));
        if (found.isEmpty()) {
            return List.of();
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(head(columns));
        found.forEach(row -> rows.add(row(columns, row)));
        return rows;
    }

    private List<String> head(List<Map<?, ?>> columns) {
        List<String> head = new ArrayList<>();
        if (namespaces) {
            head.add("NAMESPACE");
        }
        columns.stream()
                .filter(this::isShown)
                .forEach(column -> head.add(String.valueOf(column.get("name")).toUpperCase(Locale.ROOT)));
        return head;
    }

    private List<String> row(List<Map<?, ?>> columns, Map<?, ?> row) {
        List<String> texts = new ArrayList<>();
        if (namespaces) {
            texts.add(row.get("object") instanceof Map<?, ?> object ? Output.at(object, ".metadata.namespace") : "");
        }
        List<?> cells = row.get("cells") instanceof List<?> list ? list : List.of();
        for (int i = 0; i < columns.size(); i++) {
            if (isShown(columns.get(i))) {
                String text = text(i < cells.size() ? cells.get(i) : null);
                texts.add("name".equals(columns.get(i).get("format")) ? prefix + text : text);
            }
        }
        return texts;
    }

    private boolean isShown(Map<?, ?> column) {
        return wide || !(column.get("priority") instanceof Number priority) || priority.intValue() == 0;
    }

    private static String text(@Nullable Object cell) {
        return cell == null ? "<none>" : String.valueOf(cell).replaceAll("\\s+", " ");
    }

    /** What a server answers that makes no tables, with the columns that this program knows. */
    private static Map<String, Object> asTable(Kind kind, Map<String, Object> answer) {
        List<Map<?, ?>> items = answer.get("items") instanceof List<?> ? Output.items(answer) : List.of(answer);
        List<String[]> columns = Stream.concat(
                        Stream.of("Name=.metadata.name"),
                        Arrays.stream(kind.info().columns()))
                .map(column -> column.split("=", 2))
                .toList();
        return Map.of(
                "columnDefinitions",
                columns.stream()
                        .map(column -> Map.of("name", column[0], "format", column[0].equals("Name") ? "name" : ""))
                        .toList(),
                "rows",
                items.stream()
                        .map(item -> Map.of(
                                "object",
                                item,
                                "cells",
                                columns.stream()
                                        .map(column -> Output.at(item, column[1]))
                                        .toList()))
                        .toList());
    }

    private static List<Map<?, ?>> maps(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .flatMap(each -> each instanceof Map<?, ?> map ? Stream.<Map<?, ?>>of(map) : Stream.empty())
                        .toList()
                : List.of();
    }

    /** Rows in columns, three blanks apart. */
    static Optional<String> print(List<List<String>> rows) {
        return rows.isEmpty() ? Optional.empty() : Optional.of(Output.table(rows, 3));
    }
}
