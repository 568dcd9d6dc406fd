package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.Setup.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/** Gives a session what an earlier one's agent kept of a conversation: a copy of its home, without links. */
final class Origins {

    private static final long MOST_BYTES = 1L << 30;

    private Origins() {}

    /** Copies the home of the earlier session; refuses if it is not here any more. */
    static void take(Path root, Origin origin, SessionDirectory session, Path workspace) {
        SessionDirectory earlier = SessionDirectory.find(root, origin.session())
                .orElseThrow(() -> new LaunchRefusedException(
                        "OriginMissing",
                        "what the agent kept of the conversation is not on this host any more: start a new run"));
        try {
            Files.walkFileTree(earlier.home(), new Copying(earlier.home(), session.home()));
            shareWithWorkspace(session.home().resolve(".claude/projects"), origin.agentSessionId(), workspace);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot copy the home of session " + earlier.session().id(), e);
        }
    }

    /** Claude Code looks for a conversation below the name of the directory that it works in. */
    private static void shareWithWorkspace(Path projects, String id, Path workspace) throws IOException {
        if (!Files.isDirectory(projects)) {
            return;
        }
        String name = workspace.toAbsolutePath().toString().replaceAll("[^A-Za-z0-9]", "-");
        Path own = projects.resolve(name).resolve(id + ".jsonl");
        try (Stream<Path> found =
                Files.find(projects, 2, (path, is) -> is.isRegularFile() && path.endsWith(id + ".jsonl"))) {
            for (Path file : (Iterable<Path>) found::iterator) {
                if (!Files.exists(own)) {
                    Files.createDirectories(own.getParent());
                    Files.copy(file, own);
                }
            }
        }
    }

    /** Copies plain files and directories, once each. */
    private static final class Copying extends SimpleFileVisitor<Path> {

        private final Path from;
        private final Path to;
        private long bytes;

        Copying(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            SessionDirectory.mkdir(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            bytes += attributes.size();
            if (bytes > MOST_BYTES) {
                throw new LaunchRefusedException(
                        "OriginTooLarge", "the home of the earlier session has more than 1 GiB: start a new run");
            }
            if (attributes.isRegularFile()) {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (FileAlreadyExistsException e) {
                    // a launch that crashed halfway had come this far
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
