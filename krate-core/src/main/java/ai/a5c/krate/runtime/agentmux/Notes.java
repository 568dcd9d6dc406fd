package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Keeps a small file for each run, for its owner alone; those of forgotten runs go after a month. */
final class Notes {

    private static final Duration KEPT = Duration.ofDays(30);
    private static final String SUFFIX = ".json";

    private final Path root;

    Notes(Path root) {
        try {
            this.root = Files.createDirectories(root.toAbsolutePath());
            if (Files.getFileStore(this.root).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(this.root, PosixFilePermissions.fromString("rwx------"));
            }
            sweep();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory for runs of Agent Mux", e);
        }
    }

    /** The note of a run, if this host has one. */
    Optional<RunNote> read(String runId) {
        try {
            return Fields.parsed(Files.readString(file(runId))).map(RunNote::of);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the note of run " + runId, e);
        }
    }

    /** Stores the first note of a run; false if there is one. */
    boolean create(String runId, RunNote note) {
        try {
            Path fresh = written(runId, note);
            try {
                Files.createLink(file(runId), fresh);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the note of run " + runId, e);
        }
    }

    /** Changes the note of a run, or that of none. */
    synchronized RunNote change(String runId, UnaryOperator<RunNote> how) {
        try {
            RunNote next = how.apply(read(runId).orElse(RunNote.NONE));
            Files.move(
                    written(runId, next),
                    file(runId),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return next;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the note of run " + runId, e);
        }
    }

    /** Removes the note of a run. */
    void remove(String runId) {
        try {
            Files.deleteIfExists(file(runId));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the note of run " + runId, e);
        }
    }

    /** The runs that the gateway has still to be told to stop. */
    List<String> owed() {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String runId = name.substring(0, name.length() - SUFFIX.length());
                if (RunId.isOne(runId) && read(runId).map(RunNote::owed).orElse(false)) {
                    found.add(runId);
                }
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the notes of runs", e);
        }
    }

    private Path written(String runId, RunNote note) throws IOException {
        Path fresh = root.resolve(runId + "." + UUID.randomUUID() + ".new");
        Files.writeString(fresh, Json.write(note.tree()));
        try (FileChannel channel = FileChannel.open(fresh)) {
            channel.force(true);
        }
        return fresh;
    }

    private Path file(String runId) {
        if (!RunId.isOne(runId)) {
            throw new IllegalArgumentException("not the id of a run");
        }
        return root.resolve(runId + SUFFIX);
    }

    private void sweep() throws IOException {
        Instant old = Instant.now().minus(KEPT);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
            for (Path file : files) {
                if (changed(file).isBefore(old)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** When it was changed; now, if somebody else has just renamed or removed it. */
    private static Instant changed(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.now();
        }
    }
}
