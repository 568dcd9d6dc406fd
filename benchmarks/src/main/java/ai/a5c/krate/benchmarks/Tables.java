package ai.a5c.krate.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures as Markdown. */
final class Tables {

    private final Collection<Figure> figures;
    private final Plan plan;
    private final List<String> lines = new ArrayList<>();

    private Tables(Collection<Figure> figures, Plan plan) {
        this.figures = figures;
        this.plan = plan;
    }

    static String of(Collection<Figure> figures, Plan plan) {
        Tables tables = new Tables(figures, plan);
        tables.triggers();
        tables.peers();
        tables.deliveries();
        tables.reviews();
        return String.join("\n", tables.lines) + "\n";
    }

    private void triggers() {
        head("rules differ by", plan.rules(), "growth", "bytes");
        for (Shape shape : Shape.values()) {
            List<Double> nanos = over(shape, "TriggerBenchmark.krate");
            row(
                    name(shape),
                    cells(nanos),
                    times(nanos.get(nanos.size() - 1) / nanos.get(0)),
                    number(rule("TriggerBenchmark.krate", shape, last(plan.rules()))
                            .allocated()));
        }
        row("repositories, texts rendered", cells(over(Shape.REPOSITORIES, "TriggerBenchmark.krateRendered")), "", "");
    }

    private void peers() {
        head("peer, rules differ by", plan.rules(), "times Krate at the largest", "");
        for (Shape shape : List.of(Shape.REPOSITORIES, Shape.LABELS)) {
            double own =
                    rule("TriggerBenchmark.krate", shape, last(plan.rules())).cpu();
            for (String peer : List.of("linear", "ruler", "cel")) {
                List<Double> nanos = over(shape, "TriggerBenchmark." + peer);
                row(peer + ", " + name(shape), cells(nanos), times(nanos.get(nanos.size() - 1) / own), "");
            }
        }
    }

    private void deliveries() {
        double parse = Figure.of(figures, "DeliveryBenchmark.parse", Map.of()).cpu();
        double normalize =
                Figure.of(figures, "DeliveryBenchmark.normalize", Map.of()).cpu();
        head("from 8 KiB of JSON", plan.rules(), "of parsing at the largest", "");
        row("parsing alone", plan.rules().stream().map(any -> number(parse)).toList(), times(1), "");
        row(
                "parsing and normalizing",
                plan.rules().stream().map(any -> number(normalize)).toList(),
                times(normalize / parse),
                "");
        for (Shape shape : List.of(Shape.REPOSITORIES, Shape.LABELS)) {
            List<Double> nanos = over(shape, "DeliveryBenchmark.evaluate");
            row(
                    "and evaluating, rules differ by " + name(shape),
                    cells(nanos),
                    times(nanos.get(nanos.size() - 1) / parse),
                    "");
        }
    }

    private void reviews() {
        head("review, unrelated grants", plan.grants(), "growth", "bytes");
        for (String name : List.of("krate", "krateDigest", "casbin", "cedar")) {
            List<Figure> all = plan.grants().stream()
                    .map(size -> Figure.of(figures, "ReviewBenchmark." + name, Map.of("unrelated", size)))
                    .toList();
            row(
                    name,
                    cells(all.stream().map(Figure::cpu).toList()),
                    times(last(all).cpu() / all.get(0).cpu()),
                    number(last(all).allocated()));
        }
    }

    private List<Double> over(Shape shape, String name) {
        return plan.rules().stream().map(size -> rule(name, shape, size).cpu()).toList();
    }

    private Figure rule(String name, Shape shape, String size) {
        return Figure.of(figures, name, Map.of("rules", size, "shape", shape.name()));
    }

    private void head(String what, List<String> sizes, String... more) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        row(what, sizes, more);
        row("---", sizes.stream().map(any -> "---:").toList(), "---:", "---:");
    }

    private void row(String what, List<String> cells, String... more) {
        lines.add("| %s | %s | %s |".formatted(what, String.join(" | ", cells), String.join(" | ", more)));
    }

    private static List<String> cells(List<Double> nanos) {
        return nanos.stream().map(Tables::number).toList();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio);
    }

    private static String name(Shape shape) {
        return shape.name().toLowerCase(Locale.ROOT);
    }

    private static <T> T last(List<T> items) {
        return items.get(items.size() - 1);
    }
}
