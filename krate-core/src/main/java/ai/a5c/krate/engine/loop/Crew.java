package ai.a5c.krate.engine.loop;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Workers of which only one looks for work at a time: who finds some hands the lookout on and goes to work, so that what
 * comes is taken by one and idle workers ask nothing.
 */
final class Crew {

    private static final long SLICE_MILLIS = 250;

    private final Semaphore lookout = new Semaphore(1, true);
    private final CountDownLatch stopped;

    /** A crew that ends when {@code stopped} is counted down. */
    Crew(CountDownLatch stopped) {
        this.stopped = stopped;
    }

    /** Waits for a while for the lookout; with it, looks once and does what it finds, or rests if there is nothing. */
    void turn(Supplier<Optional<Runnable>> look, Runnable rest) {
        if (!isLookout()) {
            return;
        }
        Optional<Runnable> work = Optional.empty();
        try {
            work = look.get();
            if (work.isEmpty()) {
                rest.run();
            }
        } finally {
            lookout.release();
        }
        work.ifPresent(Runnable::run);
    }

    private boolean isLookout() {
        try {
            return stopped.getCount() > 0 && lookout.tryAcquire(SLICE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
