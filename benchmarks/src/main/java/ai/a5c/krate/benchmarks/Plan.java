package ai.a5c.krate.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What is measured, how large and how long.
 *
 * @param rules how many rules an organization has, from few to many
 * @param grants how many unrelated grants it has
 * @param forks 1 to measure in a process of its own
 * @param millis of each iteration
 */
record Plan(List<String> rules, List<String> grants, int forks, int millis) {

    /** Every figure of the tables; some minutes. */
    static final Plan FULL = new Plan(List.of("10", "100", "1000", "10000"), List.of("0", "1000", "10000"), 1, 300);

    /** Every benchmark for an instant on small sizes, in this process: shows that all of them run. */
    static final Plan SMOKE = new Plan(List.of("10", "100"), List.of("0", "10"), 0, 1);

    private static final String[] ALL = {"REPOSITORIES", "MENTIONS", "LABELS", "BRANCHES", "WORKFLOWS", "JOBS"};
    private static final String[] SOME = {"REPOSITORIES", "LABELS"};
    private static final String[] ONE = {"REPOSITORIES"};

    /** One run of the harness each. */
    List<Options> runs() {
        return List.of(
                run("TriggerBenchmark.krate$", 1, ALL),
                run("TriggerBenchmark.krateRendered$", 1, ONE),
                run("TriggerBenchmark.(linear|ruler|cel)$", 1, SOME),
                options("DeliveryBenchmark.(parse|normalize)$", 3).build(),
                run("DeliveryBenchmark.evaluate$", 3, SOME),
                options("ReviewBenchmark", 2)
                        .param("unrelated", grants.toArray(String[]::new))
                        .build());
    }

    private Options run(String benchmark, int patience, String... shapes) {
        return options(benchmark, patience)
                .param("rules", rules.toArray(String[]::new))
                .param("shape", shapes)
                .build();
    }

    /** Patience is how many times the shortest warm-up it takes until everything is compiled. */
    private ChainedOptionsBuilder options(String benchmark, int patience) {
        boolean quick = millis == 1;
        return new OptionsBuilder()
                .include(benchmark)
                .forks(forks)
                .warmupIterations(quick ? 1 : 3 * patience)
                .warmupTime(new TimeValue(millis, TimeUnit.MILLISECONDS))
                .measurementIterations(quick ? 1 : 4 + patience)
                .measurementTime(new TimeValue(millis, TimeUnit.MILLISECONDS))
                .addProfiler(CpuTime.class)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }
}
