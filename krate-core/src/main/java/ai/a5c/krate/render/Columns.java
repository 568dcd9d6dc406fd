package ai.a5c.krate.render;

import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.Schema;
import ai.a5c.krate.registry.Schema.Property;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The columns of a kind's tables behind the name, which stands first in each: its own, those of wide tables, the age. */
public final class Columns {

    private static final Column AGE =
            new Column("Age", ".metadata.creationTimestamp", "date", "", "When it was made.", 0);

    private Columns() {}

    /** The columns of {@code kind}, the age last. */
    public static List<Column> of(Kind kind) {
        return Stream.of(
                        columns(kind, kind.info().columns(), 0),
                        columns(kind, kind.info().wide(), 1),
                        Stream.of(AGE))
                .flatMap(columns -> columns)
                .toList();
    }

    private static Stream<Column> columns(Kind kind, String[] columns, int priority) {
        return Arrays.stream(columns).map(column -> column(kind, column, priority));
    }

    private static Column column(Kind kind, String column, int priority) {
        String name = column.substring(0, column.indexOf('='));
        String path = column.substring(column.indexOf('=') + 1);
        Optional<Property> property = Paths.property(kind, path.substring(1));
        return new Column(
                name,
                path,
                property.map(Property::schema).map(Columns::type).orElse("string"),
                property.map(Property::schema).map(Columns::format).orElse(""),
                property.map(Property::doc).orElse(""),
                priority);
    }

    private static String type(Schema schema) {
        if (schema instanceof Schema.Time) {
            return "date";
        }
        if (schema instanceof Schema.Flag) {
            return "boolean";
        }
        if (schema instanceof Schema.Whole) {
            return "integer";
        }
        return schema instanceof Schema.Decimal ? "number" : "string";
    }

    private static String format(Schema schema) {
        if (schema instanceof Schema.Whole) {
            return "int64";
        }
        return schema instanceof Schema.Decimal ? "double" : "";
    }
}
