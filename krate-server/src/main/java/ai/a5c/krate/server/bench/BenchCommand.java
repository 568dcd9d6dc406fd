package ai.a5c.krate.server.bench;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.server.campaign.PrivatePostgres;
import ai.a5c.krate.server.command.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures this program on this machine, each figure beside a peer of the same run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures this program on this machine, each figure beside a peer of the same run.")
public final class BenchCommand implements Callable<Integer> {

    private static final Map<String, Bench> BENCHES = benches();

    private final Terminal terminal;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "resources, watch, store; dispatch (with PostgreSQL's programs installed); those that can by default."
                            + " From a source tree also decisions, alone.",
            arity = "0..*")
    private final List<String> names = new ArrayList<>();

    @Option(
            names = "--largest",
            paramLabel = "COUNT",
            description = "The largest store or queue, up to 1000000; 100000.")
    private int largest = 100_000;

    @Option(names = "--json", description = "Print one JSON line instead of a table.")
    private boolean json;

    public BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    private static Map<String, Bench> benches() {
        Map<String, Bench> benches = new LinkedHashMap<>();
        benches.put("resources", new ListBench());
        benches.put("watch", new WatchBench());
        benches.put("store", new StoreBench());
        benches.put("dispatch", new DispatchBench());
        return benches;
    }

    /** 0 when everything was measured, 2 for a bench that does not exist. */
    @Override
    public Integer call() {
        List<String> unknown =
                names.stream().filter(name -> !BENCHES.containsKey(name)).toList();
        if (!unknown.isEmpty() || largest < 100 || largest > 1_000_000) {
            terminal.err()
                    .println("krate bench: there are %s, and --largest goes from 100 to 1000000"
                            .formatted(String.join(", ", BENCHES.keySet())));
            return 2;
        }
        List<Figure> figures = new ArrayList<>();
        for (String name : names.isEmpty() ? possible() : names) {
            try (Grounds grounds = Grounds.open()) {
                figures.addAll(
                        BENCHES.getOrDefault(name, (own, most) -> List.of()).run(grounds, largest));
            }
        }
        print(figures);
        return 0;
    }

    private static List<String> possible() {
        return BENCHES.keySet().stream()
                .filter(name -> !name.equals("dispatch") || PrivatePostgres.isInstalled())
                .toList();
    }

    private void print(List<Figure> figures) {
        if (json) {
            terminal.out()
                    .println(Json.write(Map.of(
                            "processors",
                            Runtime.getRuntime().availableProcessors(),
                            "java",
                            Runtime.version().toString(),
                            "figures",
                            figures.stream().map(Figure::toTree).toList())));
            return;
        }
        terminal.out().println(row("WHAT", "SIZE", "P50 us", "P99 us", "PER s", "PEER us", "PEER/s", "RATIO", "PEER"));
        for (Figure figure : figures) {
            terminal.out()
                    .println(row(
                            figure.name(),
                            Long.toString(figure.size()),
                            amount(figure, figure.p50()),
                            amount(figure, figure.p99()),
                            rate(figure.perSecond()),
                            amount(figure, figure.peerP50()),
                            rate(figure.peerPerSecond()),
                            number(figure.ratio()),
                            figure.peer()));
        }
    }

    private static String row(String... cells) {
        return "%-37s %8s %11s %11s %8s %11s %8s %7s  %s".formatted((Object[]) cells);
    }

    private static String amount(Figure figure, double value) {
        return figure.isTime() ? number(value) : "%.0f B".formatted(value);
    }

    private static String rate(double value) {
        return value > 0 ? number(value) : "";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
    }
}
