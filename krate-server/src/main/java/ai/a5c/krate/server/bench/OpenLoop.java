package ai.a5c.krate.server.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Arrivals by a clock: whoever comes does so when its time has come, however long those before it take, and its time is
 * counted from then on. What is slow cannot hide by keeping others from coming.
 */
final class OpenLoop {

    private static final int PATIENCE_SECONDS = 60;

    private final double perSecond;
    private final int callers;

    /** {@code perSecond} arrivals, of which at most {@code callers} are on their way in at the same time. */
    OpenLoop(double perSecond, int callers) {
        this.perSecond = perSecond;
        this.callers = callers;
    }

    /**
     * How long each of {@code count} arrivals took.
     *
     * @param arrive brings one in, and returns when it is done
     */
    Timings run(int count, IntConsumer arrive) {
        long[] nanos = new long[count];
        long began = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        Crowd.of(callers, caller -> {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                long due = began + Math.round(number / perSecond * 1e9);
                awaitTime(due);
                arrive.accept(number);
                nanos[number] = System.nanoTime() - due;
            }
        });
        return Timings.of(nanos);
    }

    private static void awaitTime(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** Whether that happens in time. */
    static boolean isDone(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
