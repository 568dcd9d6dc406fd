package ai.a5c.krate.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Some threads that do the same at once. */
final class Crowd {

    private Crowd() {}

    /** Has {@code count} threads do {@code work}, each with its number, and returns when all have. */
    static void of(int count, IntConsumer work) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                int own = number;
                all.add(threads.submit(() -> work.accept(own)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new BenchException("a measured request failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
