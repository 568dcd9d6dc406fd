package ai.a5c.krate.server.bench;

import java.util.Arrays;
import java.util.concurrent.Callable;

/** How long each of several repetitions took. */
final class Timings {

    private final long[] nanos;

    private Timings(long[] nanos) {
        this.nanos = nanos;
        Arrays.sort(nanos);
    }

    static Timings of(long[] nanos) {
        return new Timings(nanos.clone());
    }

    /** Times {@code work}, which is repeated a fifth as often beforehand without being timed. */
    static Timings of(int times, Callable<?> work) {
        long[] nanos = new long[times];
        try {
            for (int i = 0; i < times / 5; i++) {
                work.call();
            }
            for (int i = 0; i < times; i++) {
                long began = System.nanoTime();
                work.call();
                nanos[i] = System.nanoTime() - began;
            }
        } catch (Exception e) {
            throw new BenchException("a measured request failed: " + e.getMessage(), e);
        }
        return new Timings(nanos);
    }

    /** The time in microseconds below which {@code share} of the repetitions stayed. */
    double at(double share) {
        return nanos[(int) Math.min(nanos.length - 1L, Math.round(share * nanos.length))] / 1_000.0;
    }
}
