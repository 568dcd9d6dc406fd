package ai.a5c.krate.engine.configuration;

import ai.a5c.krate.runtime.Setup.AgentFile;
import ai.a5c.krate.workspace.AgentConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the files that steer agents into a workspace, and tells later which of them the agent has left alone. */
public final class WorkspaceFiles {

    private WorkspaceFiles() {}

    /** Lets exactly {@code files} steer agents in the workspace; follows no link. */
    public static void lay(Path workspace, List<AgentFile> files) {
        Map<String, AgentFile> wanted = files.stream()
                .filter(file -> file.content().isPresent())
                .collect(Collectors.toMap(AgentFile::path, Function.identity()));
        try {
            Files.walkFileTree(workspace, new Sweeping(workspace, wanted));
            for (AgentFile file : wanted.values()) {
                write(workspace, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot put the base branch's agent configuration into the workspace", e);
        }
    }

    /** The paths at which everything is as {@link #lay} left it. */
    public static Set<String> untouched(Path workspace, List<AgentFile> files) {
        return files.stream()
                .filter(file -> isAsLaid(workspace, file))
                .map(AgentFile::path)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isAsLaid(Path workspace, AgentFile file) {
        Path place = workspace.resolve(file.path());
        if (file.content().isEmpty() || !standsInDirectories(workspace, place)) {
            return !Files.exists(place, LinkOption.NOFOLLOW_LINKS)
                    || Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS);
        }
        return holds(place, file);
    }

    private static void write(Path workspace, AgentFile file) throws IOException {
        Path place = workspace.resolve(file.path());
        if (holds(place, file) || !makeDirectories(workspace, place)) {
            return;
        }
        Files.writeString(place, file.content().orElseThrow(), StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(
                place, PosixFilePermissions.fromString(file.executable() ? "rwxr-xr-x" : "rw-r--r--"));
    }

    private static boolean holds(Path place, AgentFile file) {
        try {
            byte[] content = file.content().orElse("").getBytes(StandardCharsets.UTF_8);
            return Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)
                    && Files.isExecutable(place) == file.executable()
                    && Files.size(place) == content.length
                    && Arrays.equals(Files.readAllBytes(place), content);
        } catch (IOException e) {
            return false;
        }
    }

    /** False if something that does not steer agents is in the way, such as a link that the head has for a directory. */
    private static boolean makeDirectories(Path workspace, Path place) throws IOException {
        Path at = workspace;
        Path directory = workspace.relativize(place).getParent();
        if (directory == null) {
            return true;
        }
        for (Path name : directory) {
            at = at.resolve(name);
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(at);
            } else if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    private static boolean standsInDirectories(Path workspace, Path place) {
        for (Path at = place.getParent(); at != null && !at.equals(workspace); at = at.getParent()) {
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return true;
    }

    /** Removes every file and link that steers agents and is not as wanted. */
    private static final class Sweeping extends SimpleFileVisitor<Path> {

        private final Path workspace;
        private final Map<String, AgentFile> wanted;

        Sweeping(Path workspace, Map<String, AgentFile> wanted) {
            this.workspace = workspace;
            this.wanted = wanted;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return directory.equals(workspace.resolve(".git"))
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String path = workspace.relativize(file).toString();
            AgentFile right = wanted.get(path);
            if (AgentConfiguration.steers(path) && (right == null || !holds(file, right))) {
                Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            boolean steers =
                    AgentConfiguration.steers(workspace.relativize(directory).toString());
            if (steers && !directory.equals(workspace)) {
                try (Stream<Path> entries = Files.list(directory)) {
                    if (entries.findAny().isEmpty()) {
                        Files.delete(directory);
                    }
                }
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
