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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
    void create(String adapter, String input) {
        mkdir(path);
        List.of("home", "tmp", "asks", "given", "secrets").forEach(name -> mkdir(path.resolve(name)));
        if (!Files.exists(path.resolve("closed"))) {
            mkdir(path.resolve("inbox"));
        }
        write("adapter", adapter);
        write("prompt", input);
    }

    /** A file that only the agent of this session is given, until it ends. */
    Path secret(String name, String content) {
        write("secrets/" + name, content);
        return path.resolve("secrets").resolve(name);
    }

    /** A file that stands for the workspace's {@code .git}, and leads to another Git directory. */
    Path gitLink(Path gitDirectory) {
        write("git", "gitdir: " + gitDirectory + "\n");
        return path.resolve("git");
    }

    /** A file that stands for one of /etc in the agent's sandbox. */
    Path setting(String name, String content) {
        mkdir(path.resolve("etc"));
        write("etc/" + name, content);
        return path.resolve("etc").resolve(name);
    }

    /** What the way out of the sandbox needs; shown in it, never writable there. */
    Path egress() {
        return path.resolve("egress");
    }

    /** Notes which hosts the agent may reach. */
    void allow(List<String> hosts) {
        mkdir(egress());
        write("hosts", String.join("\n", hosts));
    }

    /** Which hosts the agent may reach, if it has a way out. */
    Optional<List<String>> allowed() {
        return read("hosts").map(text -> text.lines().toList());
    }

    Path secrets() {
        return path.resolve("secrets");
    }

    /**
     * Leaves a line for the agent, once for each kind and id.
     *
     * @return false if the agent takes nothing any more and was not given this
     */
    boolean post(String kind, String id, String line) {
        String name = posted(kind, id);
        if (Files.exists(path.resolve("given").resolve(name))) {
            return true;
        }
        Path draft = path.resolve("draft." + UUID.randomUUID());
        try {
            Files.writeString(draft, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            Files.createLink(path.resolve("inbox").resolve(name), draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return true;
        } catch (NoSuchFileException e) {
            return Files.exists(path.resolve("given").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot leave a line for session " + path.getFileName(), e);
        } finally {
            delete(draft);
        }
    }

    /** Whether something was left for the agent under this kind and id. */
    boolean isPosted(String kind, String id) {
        String name = posted(kind, id);
        return Stream.of("inbox", "closed", "given")
                .anyMatch(place -> Files.exists(path.resolve(place).resolve(name)));
    }

    /** Whether the agent can be left a line now. */
    boolean takes() {
        return Files.isDirectory(path.resolve("inbox"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Notes that the agent waits for people, so that its silence is no idleness. */
    void asks(String request) {
        try {
            Files.createFile(path.resolve("asks").resolve(posted("answer", request)));
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            // noted already, or forgotten altogether
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note a question of session " + path.getFileName(), e);
        }
    }

    void answered(String request) {
        delete(path.resolve("asks").resolve(posted("answer", request)));
    }

    private static String posted(String kind, String id) {
        return kind + "-" + Digest.of(id).hex().substring(0, 32);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file.getFileName(), e);
        }
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

    /** Notes how the agent ended, where no supervisor does. */
    void finish(String word) {
        write("end", word);
    }

    /** The machine that the agent was given to, if it was given to another one. */
    Optional<String> place() {
        return read("place").map(String::strip);
    }

    /** Notes the machine that the agent is given to, before it is. */
    void place(String machine) {
        write("place", machine);
    }

    /** Notes that it was not given to any machine. */
    void takeBack() {
        delete(path.resolve("place"));
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
        return read("adapter").flatMap(Adapters::named);
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
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, content, StandardCharsets.UTF_8);
            Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write '" + name + "' of session " + path.getFileName(), e);
        }
    }

    /** The real path of a directory for sessions, made if it is not there. */
    static Path root(Path root) {
        try {
            Path absolute = root.toAbsolutePath().normalize();
            Files.createDirectories(absolute.getParent() == null ? absolute : absolute.getParent());
            mkdir(absolute);
            return absolute.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory for sessions", e);
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
