package ai.a5c.krate.benchmarks;

import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;

/** Measures triggers and permission reviews beside their peers, and prints tables in nanoseconds of processor time. */
public final class Decisions {

    private Decisions() {}

    /** Prints the tables and writes every figure as JSON to the file that the only argument names. */
    public static void main(String... arguments) throws RunnerException, IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("expected one argument: the file that the figures go to, as JSON");
        }
        PrintStream out = System.out;
        out.println("some minutes: each figure is measured in a process of its own");
        List<Figure> figures = measure(Plan.FULL, out::println);
        Files.writeString(Path.of(arguments[0]), json(figures));
        out.print(Tables.of(figures, Plan.FULL));
    }

    /** The figures that {@code plan} asks for; {@code progress} hears of each that is done. */
    static List<Figure> measure(Plan plan, Consumer<String> progress) throws RunnerException {
        List<Figure> figures = new ArrayList<>();
        for (Options run : plan.runs()) {
            for (RunResult result : new Runner(run).run()) {
                figures.add(Figure.of(result));
            }
            progress.accept("measured " + String.join(", ", run.getIncludes()));
        }
        return figures;
    }

    static String json(List<Figure> figures) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("java", Runtime.version().toString());
        report.put("figures", figures.stream().map(Figure::toTree).toList());
        return Json.writeIndented(report);
    }
}
