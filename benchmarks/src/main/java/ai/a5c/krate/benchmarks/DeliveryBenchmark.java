package ai.a5c.krate.benchmarks;

import ai.a5c.krate.gitea.GiteaSource;
import ai.a5c.krate.json.Json;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the bytes of a delivery of 8 KiB to the rules that it fits. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DeliveryBenchmark {

    /** The delivery. */
    @State(Scope.Benchmark)
    public static class Delivery {

        final byte[] body = Payloads.body();
        final GiteaSource gitea = new GiteaSource();
    }

    /** The rules. */
    @State(Scope.Benchmark)
    public static class Rules {

        /** How the rules differ. */
        @Param("REPOSITORIES")
        public Shape shape = Shape.REPOSITORIES;

        /** How many there are. */
        @Param({"10", "100", "1000", "10000"})
        public int rules = 10;

        private KrateRules compiled = new KrateRules(List.of());

        /** Compiles the rules. */
        @Setup
        public void compile() {
            compiled = new KrateRules(shape.asks(rules));
        }
    }

    /** Reading the JSON, and no more. */
    @Benchmark
    public Object parse(Delivery delivery) {
        return Json.readObject(delivery.body);
    }

    /** Reading the JSON and normalizing what it says. */
    @Benchmark
    public Object normalize(Delivery delivery) {
        return delivery.gitea.read(Payloads.delivery(delivery.body));
    }

    /** Reading, normalizing, and evaluating all rules. */
    @Benchmark
    public Object evaluate(Delivery delivery, Rules rules) {
        return rules.compiled.evaluate(
                delivery.gitea.read(Payloads.delivery(delivery.body)).event().orElseThrow());
    }
}
