package ai.a5c.krate.store;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what this process has committed, by topic, and wakes those who wait for more of theirs. */
public final class Signals {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Condition> waiting = new HashMap<>();
    private final Map<String, Long> counts = new HashMap<>();

    /** Counts one more of each of {@code topics}. */
    public void committed(Collection<String> topics) {
        lock.lock();
        try {
            for (String topic : topics) {
                counts.merge(topic, 1L, Long::sum);
                condition(topic).signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many of {@code topic} there have been. */
    public long count(String topic) {
        lock.lock();
        try {
            return counts.getOrDefault(topic, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** Returns once there have been more of {@code topic} than {@code known}, or after {@code atMost}. */
    public void await(String topic, long known, Duration atMost) {
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (counts.getOrDefault(topic, 0L) <= known && nanos > 0) {
                nanos = condition(topic).awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private Condition condition(String topic) {
        return waiting.computeIfAbsent(topic, name -> lock.newCondition());
    }
}
