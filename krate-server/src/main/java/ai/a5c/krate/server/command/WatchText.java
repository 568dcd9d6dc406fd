package ai.a5c.krate.server.command;

import ai.a5c.krate.registry.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints a list, then a line for each change of it, in the columns of the first lines. */
final class WatchText {

    private final Kind kind;
    private final TableText table;
    private final boolean names;
    private final Terminal terminal;
    private final List<Integer> widths = new ArrayList<>();
    private Object columns = List.of();

    WatchText(Kind kind, TableText table, boolean names, Terminal terminal) {
        this.kind = kind;
        this.table = table;
        this.names = names;
        this.terminal = terminal;
    }

    void first(Map<String, Object> answer) {
        if (names) {
            Output.items(answer).forEach(this::name);
        } else {
            print(answer);
        }
    }

    /** Whether more is wanted after this event. */
    boolean next(Map<String, Object> event) {
        if (!(event.get("object") instanceof Map<?, ?> map) || "BOOKMARK".equals(event.get("type"))) {
            return true;
        }
        if ("ERROR".equals(event.get("type"))) {
            throw new CommandException(String.valueOf(map.get("message")));
        }
        if (names) {
            name(map);
            return true;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((member, value) -> object.put(String.valueOf(member), value));
        print(object);
        return true;
    }

    private void name(Map<?, ?> item) {
        terminal.line(Face.reference(kind, Output.at(item, ".metadata.name")));
    }

    /** A server names the columns of a watch only once. */
    private void print(Map<String, Object> answer) {
        Map<String, Object> whole = new LinkedHashMap<>(answer);
        if (answer.get("columnDefinitions") instanceof List<?> named && !named.isEmpty()) {
            columns = named;
        } else if (answer.containsKey("rows")) {
            whole.put("columnDefinitions", columns);
        }
        List<List<String>> rows = table.rows(kind, whole);
        boolean begun = !widths.isEmpty();
        if (!begun) {
            measure(rows);
        }
        rows.stream().skip(begun ? 1 : 0).forEach(row -> terminal.line(line(row)));
    }

    private void measure(List<List<String>> rows) {
        for (int i = 0; !rows.isEmpty() && i < rows.get(0).size(); i++) {
            int column = i;
            widths.add(rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0));
        }
    }

    private String line(List<String> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            int gap = Math.max(0, widths.get(i) - row.get(i).length()) + 3;
            line.append(row.get(i)).append(" ".repeat(gap));
        }
        return line.toString().stripTrailing();
    }
}
