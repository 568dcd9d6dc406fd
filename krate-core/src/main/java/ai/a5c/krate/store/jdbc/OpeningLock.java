package ai.a5c.krate.store.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one process at a time create a file and its tables, by a lock on the file {@code <name>.lock} beside it. */
final class OpeningLock {

    /** A file lock is held by the whole process. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private OpeningLock() {}

    static <T> T holding(Path file, FileAttribute<?>[] permissions, Supplier<T> work) throws IOException {
        Path path = file.resolveSibling(file.getFileName() + ".lock");
        IN_PROCESS.lock();
        try (FileChannel channel = FileChannel.open(
                        path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), permissions);
                FileLock held = channel.lock()) {
            assert held.isValid();
            return work.get();
        } finally {
            IN_PROCESS.unlock();
        }
    }
}
