package ai.a5c.krate.runtime.process;

import ai.a5c.krate.digest.Digest;
import ai.a5c.krate.runtime.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The files of one session; its name is made from the launch key, so that every server finds the same one. */
record SessionDirectory(Path path) {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{32}");
    private static final int LONGEST = 64 * 1024;

    /** Where the session of {@code launchKey} is or will be. */
    static SessionDirectory of(Path root, String launchKey) {
        return new SessionDirectory(root.resolve(Digest.of(launchKey).hex().substring(0, 32)));
    }

    /** The session's directory, if it is one of {@code root}'s. */
    static Optional<SessionDirectory> find(Path root, Session session) {
        return Optional.of(session.id())
                .filter(id -> NAME.matcher(id).matches())
                .map(id -> new SessionDirectory(root.resolve(id)))
                .filter(directory -> Files.isDirectory(directory.path, LinkOption.NOFOLLOW_LINKS));
    }

    Session session() {
        return new Session(path.getFileName().toString());
    }

    /** Makes what is missing; two servers may do so at once. */
    void create(String adapter, String prompt) {
        mkdir(path);
        mkdir(home());
        mkdir(temporary());
        write("adapter", adapter);
        write("prompt", prompt);
    }

    Path home() {
        return path.resolve("home");
    }

    Path temporary() {
        return path.resolve("tmp");
    }

    Path output() {
        return path.resolve("output");
    }

    Path errors() {
        return path.resolve("errors");
    }

    /** The supervisor that was started in here; there is never a second one. */
    Optional<Incarnation> supervisor() {
        return read("pid").flatMap(Incarnation::parse);
    }

    /** How the agent ended, in the supervisor's words. */
    Optional<String> end() {
        return read("end").map(String::strip);
    }

    /** Why it was cancelled, if it was. */
    Optional<String> cancelled() {
        return read("cancel");
    }

    /** Lets the supervisor end the agent as soon as it looks. */
    void cancel(String reason) {
        write("cancel", reason);
    }

    /** A file with the supervisor's text. */
    Path script(String text) {
        write("supervisor", text);
        return path.resolve("supervisor");
    }

    /** How the agent is read. */
    Optional<Adapter> adapter() {
        return read("adapter").flatMap(Adapter::named);
    }

    private Optional<String> read(String name) {
        try (var stream = Files.newInputStream(path.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(new String(stream.readNBytes(LONGEST), StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + name + "' of session " + path.getFileName(), e);
        }
    }

    private void write(String name, String content) {
        Path draft = path.resolve(name + "." + UUID.randomUUID());
        try {
            Files.writeString(draft, content, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + name + "' of session " + path.getFileName(), e);
        }
    }

    /** Makes a directory for its owner alone, unless it is there. */
    static void mkdir(Path directory) {
        try {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw new UncheckedIOException("not a directory: " + directory.getFileName(), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory " + directory.getFileName(), e);
        }
    }
}
