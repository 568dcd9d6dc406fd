package ai.a5c.krate.store.jdbc;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Wakes those who wait for a new version; one of them looks for all, since other processes commit unheard. */
final class NewVersions {

    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(100).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final LongSupplier newest;
    private long known;
    private boolean looking;
    private boolean committed;

    NewVersions(LongSupplier newest) {
        this.newest = newest;
    }

    /** Says that this process has committed something. */
    void committed() {
        lock.lock();
        try {
            committed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns once the newest version is past {@code version}, or after {@code atMost}. */
    void await(long version, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        lock.lock();
        try {
            while (known <= version && end - System.nanoTime() > 0) {
                if (looking) {
                    news.awaitNanos(end - System.nanoTime());
                } else {
                    lookFor(version, end);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void lookFor(long version, long end) throws InterruptedException {
        looking = true;
        try {
            look();
            while (known <= version && end - System.nanoTime() > 0) {
                if (!committed) {
                    news.awaitNanos(Math.min(LOOK_EVERY_NANOS, end - System.nanoTime()));
                }
                look();
            }
        } finally {
            looking = false;
            news.signalAll();
        }
    }

    private void look() {
        committed = false;
        lock.unlock();
        long seen = known;
        try {
            seen = newest.getAsLong();
        } finally {
            lock.lock();
        }
        if (seen > known) {
            known = seen;
            news.signalAll();
        }
    }
}
