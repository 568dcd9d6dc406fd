package ai.a5c.krate.runtime.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Asks again and again, ever more slowly, until the answer is yes or the time is over. */
final class Waiting {

    private static final long SHORTEST_PAUSE = Duration.ofMillis(2).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(100).toNanos();

    private Waiting() {}

    /** The last answer; an interrupted thread, which stays interrupted, waits no longer. */
    static boolean until(Duration atMost, BooleanSupplier question) {
        long start = System.nanoTime();
        long pause = SHORTEST_PAUSE;
        boolean answer = question.getAsBoolean();
        while (!answer && !Thread.currentThread().isInterrupted()) {
            long left = atMost.toNanos() - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(Math.min(pause, left));
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            answer = question.getAsBoolean();
        }
        return answer;
    }

    /** The last answer; an interruption is kept for later. */
    static boolean patiently(Duration atMost, BooleanSupplier question) {
        boolean interrupted = Thread.interrupted();
        try {
            return until(atMost, question);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
