package ai.a5c.krate.render;

import ai.a5c.krate.registry.Constraint;
import ai.a5c.krate.registry.Kind;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.Schema.ObjectOf;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The reference of kinds for people, in Markdown. */
public final class KindReference {

    private KindReference() {}

    /** The list of all kinds, by area. */
    public static String index() {
        List<String> lines = new ArrayList<>(List.of(
                "# Kinds",
                "",
                "Everything that Krate stores is a resource of one of these kinds. These pages are made from the records of the"
                        + " kinds; the same records make the JSON Schemas, the CRDs and the OpenAPI documents."));
        for (String area :
                KindRegistry.all().stream().map(Kind::area).distinct().toList()) {
            lines.addAll(List.of(
                    "", "## " + area, "", "| kind | short names | stored as | is |", "| --- | --- | --- | --- |"));
            KindRegistry.all().stream()
                    .filter(kind -> kind.area().equals(area))
                    .map(kind -> "| [%1$s](%1$s.md) | %2$s | %3$s | %4$s |"
                            .formatted(
                                    kind.name(),
                                    shortNames(kind),
                                    storage(kind),
                                    kind.info().doc()))
                    .forEach(lines::add);
        }
        return text(lines);
    }

    /** The page of one kind. */
    public static String markdown(Kind kind) {
        List<String> lines =
                new ArrayList<>(List.of("# " + kind.name(), "", kind.info().doc(), ""));
        lines.addAll(facts(kind));
        lines.addAll(fields(kind, "spec"));
        lines.addAll(fields(kind, "status"));
        lines.addAll(List.of(
                "",
                "The smallest and a full document: [examples/kinds/%1$s.yaml](../../../examples/kinds/%1$s.yaml)."
                        .formatted(kind.name())));
        return text(lines);
    }

    private static List<String> facts(Kind kind) {
        boolean people = kind.info().writer() == Writer.PEOPLE;
        List<String> lines = new ArrayList<>(List.of(
                "| | |",
                "| --- | --- |",
                "| API version | `%s` |".formatted(kind.apiVersion()),
                "| names | `%s`, `%s`%s |"
                        .formatted(
                                kind.info().plural(),
                                kind.name().toLowerCase(Locale.ROOT),
                                kind.shortNames().stream()
                                        .map(", `%s`"::formatted)
                                        .reduce("", String::concat)),
                "| lives in | %s |"
                        .formatted(
                                kind.info().installation()
                                        ? "the installation's namespace, `krate-system`"
                                        : "its organization's namespace"),
                "| written by | %s |"
                        .formatted(
                                people
                                        ? kind.info().installation()
                                                ? "administrators"
                                                : "people of the organization who may write"
                                        : "Krate alone"),
                "| stored as | %s |".formatted(storage(kind))));
        if (!kind.indexed().isEmpty()) {
            lines.add("| field selectors | %s |"
                    .formatted(String.join(
                            ", ", kind.indexed().stream().map("`%s`"::formatted).toList())));
        }
        lines.add("| columns | %s |".formatted(String.join(", ", columns(kind))));
        return lines;
    }

    private static List<String> columns(Kind kind) {
        return Columns.of(kind).stream()
                .map(column -> column.priority() == 0 ? column.name() : column.name() + " (wide)")
                .toList();
    }

    private static List<String> fields(Kind kind, String member) {
        List<FieldRow> rows = FieldTable.of(kind, member);
        List<String> lines = new ArrayList<>();
        if (!rows.isEmpty()) {
            lines.addAll(List.of("", "## " + member, "", "| field | type | is |", "| --- | --- | --- |"));
            rows.forEach(row -> lines.add(row(row, member)));
        }
        List<String> rules = rules(kind, member, rows);
        if (!rules.isEmpty()) {
            lines.add("");
            lines.addAll(rules);
        }
        return lines;
    }

    private static String row(FieldRow row, String member) {
        List<String> is = new ArrayList<>();
        is.add(row.property().doc());
        if (row.property().required()) {
            is.add("**Required.**");
        }
        if (!row.property().def().isEmpty()) {
            is.add("Default: `%s`.".formatted(row.property().def()));
        }
        if (!row.allowed().isEmpty()) {
            is.add("Allowed: %s.".formatted(row.allowed()));
        }
        if (!row.property().ref().isEmpty()) {
            is.add("Names: [%1$s](%1$s.md).".formatted(row.property().ref()));
        }
        if (row.property().immutable()) {
            is.add("May not change.");
        }
        if (!row.property().listKey().isEmpty()) {
            is.add("One entry for each `%s`.".formatted(row.property().listKey()));
        }
        return "| `%s` | %s | %s |"
                .formatted(
                        row.path().substring(member.length() + 1),
                        row.type(),
                        String.join(" ", is).replace("|", "\\|"));
    }

    private static List<String> rules(Kind kind, String member, List<FieldRow> rows) {
        Stream<String> own = kind.schema().property(member).stream()
                .flatMap(property ->
                        property.schema() instanceof ObjectOf object ? object.constraints().stream() : Stream.of())
                .map(constraint -> rule(member, constraint));
        Stream<String> nested = rows.stream()
                .flatMap(row -> row.constraints().stream().map(constraint -> rule(row.path(), constraint)));
        return Stream.concat(own, nested).toList();
    }

    private static String rule(String path, Constraint constraint) {
        return "- In `%s`: %s.".formatted(path, constraint.words());
    }

    private static String shortNames(Kind kind) {
        return String.join(", ", kind.shortNames());
    }

    private static String storage(Kind kind) {
        return kind.info().storage() == Storage.CONFIG ? "config" : "execution record";
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }
}
