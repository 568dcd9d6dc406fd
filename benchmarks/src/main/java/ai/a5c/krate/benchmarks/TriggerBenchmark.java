package ai.a5c.krate.benchmarks;

import ai.a5c.krate.event.SourceEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Which of the rules fit a normalized event; three do. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TriggerBenchmark {

    /** The rules and the event. */
    @State(Scope.Benchmark)
    public static class Given {

        /** How the rules differ. */
        @Param("REPOSITORIES")
        public Shape shape = Shape.REPOSITORIES;

        /** How many there are. */
        @Param({"10", "100", "1000", "10000"})
        public int rules = 10;

        private SourceEvent event = Payloads.build();

        /** Makes the event. */
        @Setup
        public void happen() {
            event = shape.event();
        }

        List<Ask> asks() {
            return shape.asks(rules);
        }
    }

    /** Krate's state. */
    @State(Scope.Benchmark)
    public static class Krate {

        private KrateRules rules = new KrateRules(List.of());

        /** Compiles the rules. */
        @Setup
        public void compile(Given given) {
            rules = new KrateRules(given.asks());
        }
    }

    /** The loop's state. */
    @State(Scope.Benchmark)
    public static class Linear {

        private LinearRules rules = new LinearRules(List.of());

        /** Compiles the rules. */
        @Setup
        public void compile(Given given) {
            rules = new LinearRules(given.asks());
        }
    }

    /** The state of event-ruler. */
    @State(Scope.Benchmark)
    public static class Ruler {

        private RulerRules rules = new RulerRules(List.of());
        private JsonNode event = RulerRules.event(Map.of());

        /** Compiles the rules. */
        @Setup
        public void compile(Given given) {
            rules = new RulerRules(given.asks());
            event = RulerRules.event(EventMembers.of(given.event));
        }
    }

    /** The state of CEL. */
    @State(Scope.Benchmark)
    public static class Cel {

        private CelRules rules = new CelRules(List.of());
        private Map<String, Object> event = Map.of();

        /** Compiles the rules. */
        @Setup
        public void compile(Given given) {
            rules = new CelRules(given.asks());
            event = EventMembers.of(given.event);
        }
    }

    /** Krate. */
    @Benchmark
    public Object krate(Given given, Krate krate) {
        return krate.rules.evaluate(given.event);
    }

    /** Krate, with prompt, dedupe key and command of each match. */
    @Benchmark
    public void krateRendered(Given given, Krate krate, Blackhole hole) {
        krate.rules.evaluate(given.event).matches().forEach(match -> {
            hole.consume(match.dedupeKey());
            hole.consume(match.prompt());
        });
    }

    /** A plain loop over all rules. */
    @Benchmark
    public Object linear(Given given, Linear linear) {
        return linear.rules.matching(given.event);
    }

    /** AWS event-ruler, given the event as the tree that it reads. */
    @Benchmark
    public Object ruler(Ruler ruler) {
        return ruler.rules.matching(ruler.event);
    }

    /** CEL, one expression a rule. */
    @Benchmark
    public Object cel(Cel cel) {
        return cel.rules.matching(cel.event);
    }
}
