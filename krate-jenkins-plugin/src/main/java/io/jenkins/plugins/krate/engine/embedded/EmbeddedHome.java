package io.jenkins.plugins.krate.engine.embedded;

import io.jenkins.plugins.krate.engine.EngineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The directory of an engine, for its owner alone and for one engine at a time. */
final class EmbeddedHome implements AutoCloseable {

    private static final String NATIVES = "org.sqlite.tmpdir";

    private final Path root;
    private final FileChannel lock;

    private EmbeddedHome(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Takes the directory, making it if it is not there.
     *
     * @throws EngineException if the database may not lie where it would, or another engine has the directory
     */
    static EmbeddedHome open(EmbeddedSettings settings) {
        Path root = settings.directory().toAbsolutePath().normalize();
        try {
            for (Path place : new Path[] {root, settings.database()}) {
                Optional<String> refusal = NetworkMount.refusal(place);
                if (refusal.isPresent()) {
                    throw new EngineException(EngineException.Kind.REFUSED, "NETWORK_MOUNT", refusal.get());
                }
            }
            make(root);
            make(root.resolve("native"));
            if (System.getProperty(NATIVES) == null) {
                System.setProperty(NATIVES, root.resolve("native").toString());
            }
            return new EmbeddedHome(root, locked(root.resolve("engine.lock")));
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "DIRECTORY",
                    "the directory %s cannot be used: %s"
                            .formatted(root, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static void make(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static FileChannel locked(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // this process has it
        }
        channel.close();
        throw new EngineException(
                EngineException.Kind.UNAVAILABLE,
                "TAKEN",
                "another engine uses %s: a controller has one, and two controllers do not share JENKINS_HOME"
                        .formatted(file.getParent()));
    }

    /** A place in it. */
    Path at(String name) {
        return root.resolve(name);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE, "DIRECTORY", "the directory cannot be given back", e);
        }
    }
}
