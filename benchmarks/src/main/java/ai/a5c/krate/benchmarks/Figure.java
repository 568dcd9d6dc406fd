package ai.a5c.krate.benchmarks;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * One measured benchmark.
 *
 * @param name as {@code TriggerBenchmark.krate}
 * @param sizes its parameters
 * @param cpu processor nanoseconds of an operation, the median over iterations
 * @param wall nanoseconds of an operation by the clock, likewise
 * @param allocated bytes that an operation allocates
 */
record Figure(String name, Map<String, String> sizes, double cpu, double wall, double allocated) {

    static Figure of(RunResult result) {
        Map<String, String> sizes = new TreeMap<>();
        result.getParams()
                .getParamsKeys()
                .forEach(key -> sizes.put(key, result.getParams().getParam(key)));
        String full = result.getParams().getBenchmark();
        return new Figure(
                full.substring(Figure.class.getPackageName().length() + 1),
                sizes,
                median(result.getSecondaryResults().get(CpuTime.NAME)),
                median(result.getPrimaryResult()),
                median(result.getSecondaryResults().get("gc.alloc.rate.norm")));
    }

    private static double median(@Nullable Result<?> result) {
        if (result == null) {
            throw new IllegalStateException("a profiler measured nothing");
        }
        return result.getStatistics().getPercentile(50);
    }

    /** The one of {@code figures} that measures {@code name} at these sizes. */
    static Figure of(Collection<Figure> figures, String name, Map<String, String> sizes) {
        return figures.stream()
                .filter(figure -> figure.name.equals(name) && figure.sizes.equals(sizes))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("%s was not measured at %s".formatted(name, sizes)));
    }

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", name);
        tree.put("sizes", sizes);
        tree.put("cpuNanos", Math.round(cpu));
        tree.put("wallNanos", Math.round(wall));
        tree.put("allocatedBytes", Math.round(allocated));
        return tree;
    }
}
