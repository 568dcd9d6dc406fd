package ai.a5c.krate.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory that a server keeps everything in, for its owner alone. With SQLite it belongs to one process at a time;
 * servers of one PostgreSQL on one machine may share it, and then each finds the agents and worktrees of the others.
 */
final class DataDirectory implements AutoCloseable {

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Takes the directory, making it if it is not there.
     *
     * @param shared whether other processes may have it too, if they say the same
     * @throws DataDirectoryException if it cannot be used, or another process has it
     */
    static DataDirectory open(Path path, boolean shared) {
        Path root = path.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            FileChannel channel = FileChannel.open(
                    root.resolve("server.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (isTaken(channel, shared)) {
                channel.close();
                throw new DataDirectoryException(
                        "another server uses the data directory %s; stop it, or choose another with --data"
                                .formatted(root));
            }
            return new DataDirectory(root, channel);
        } catch (IOException e) {
            throw new DataDirectoryException("the data directory %s cannot be used: %s".formatted(root, e));
        }
    }

    private static boolean isTaken(FileChannel channel, boolean shared) throws IOException {
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** A place in it. */
    Path at(String name) {
        return root.resolve(name);
    }

    /** Gives the directory back. */
    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new DataDirectoryException("the data directory %s cannot be given back: %s".formatted(root, e));
        }
    }
}
