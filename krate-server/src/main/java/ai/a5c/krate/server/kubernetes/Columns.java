package ai.a5c.krate.server.kubernetes;

import ai.a5c.krate.registry.Kind;
import java.util.ArrayList;
import java.util.List;

/** The columns of a kind's table. */
final class Columns {

    private Columns() {}

    record Column(String name, String path, String type, String format, String description, int priority) {}

    static List<Column> of(Kind kind) {
        List<Column> columns = new ArrayList<>();
        for (String column : kind.info().columns()) {
            columns.add(column(column, 0));
        }
        for (String column : kind.info().wide()) {
            columns.add(column(column, 1));
        }
        columns.add(new Column("Age", ".metadata.creationTimestamp", "date", "", "Time since it was made.", 0));
        return columns;
    }

    private static Column column(String text, int priority) {
        String[] parts = text.split("=", 2);
        return new Column(parts[0], parts[1], "string", "", parts[0], priority);
    }
}
