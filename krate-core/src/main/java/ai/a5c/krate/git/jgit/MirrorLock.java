package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/** One holder at a time among all threads and processes on this machine; a killed process holds nothing. */
final class MirrorLock {

    private static final Duration AGAIN = Duration.ofMillis(10);
    private static final ConcurrentMap<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final ReentrantLock threads;
    private final FileChannel channel;

    private MirrorLock(ReentrantLock threads, FileChannel channel) {
        this.threads = threads;
        this.channel = channel;
    }

    /** Does {@code work} while {@code file} is ours alone. */
    static <T> T alone(Path file, Work<T> work) throws IOException {
        MirrorLock lock = hold(file);
        try {
            return work.run();
        } finally {
            lock.close();
        }
    }

    private static MirrorLock hold(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        ReentrantLock threads = IN_THIS_PROCESS.computeIfAbsent(file, unused -> new ReentrantLock());
        lock(threads, file);
        boolean held = false;
        try {
            MirrorLock lock = new MirrorLock(threads, locked(file));
            held = true;
            return lock;
        } finally {
            if (!held) {
                threads.unlock();
            }
        }
    }

    private static void lock(ReentrantLock threads, Path file) {
        try {
            threads.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GitRefusedException("Interrupted", "interrupted while waiting for " + file.getFileName(), e);
        }
    }

    private static FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held = false;
        try {
            while (channel.tryLock() == null) {
                pause(file);
            }
            held = true;
            return channel;
        } catch (OverlappingFileLockException e) {
            throw new IOException(file.getFileName() + " is held by another copy of this code in this process", e);
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    /**
     * Asked again and again, never waited for: POSIX knows waiting processes only, not threads, and takes two that wait for
     * each other's locks for a deadlock (EDEADLK) where threads of both would go on.
     */
    private static void pause(Path file) {
        LockSupport.parkNanos(AGAIN.toNanos());
        if (Thread.currentThread().isInterrupted()) {
            throw new GitRefusedException("Interrupted", "interrupted while waiting for " + file.getFileName());
        }
    }

    private void close() throws IOException {
        try {
            channel.close();
        } finally {
            threads.unlock();
        }
    }

    /** Something to do on disk. */
    interface Work<T> {
        T run() throws IOException;
    }
}
