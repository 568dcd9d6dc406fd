package io.jenkins.plugins.krate.step;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import jenkins.util.Timer;

/** Has the engine asked now or later, away from the threads that Jenkins needs; the timer of Jenkins only says when. */
public final class Calls {

    private static final int THREADS = 8;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final ExecutorService POOL = pool();

    private Calls() {}

    private static ExecutorService pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), Calls::thread);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "Krate call " + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /** Runs {@code task} as soon as a thread is free. */
    public static void soon(Runnable task) {
        POOL.execute(task);
    }

    /** Runs {@code task} after a while. */
    public static void later(Duration after, Runnable task) {
        var unused = Timer.get().schedule(() -> soon(task), after.toMillis(), TimeUnit.MILLISECONDS);
    }
}
