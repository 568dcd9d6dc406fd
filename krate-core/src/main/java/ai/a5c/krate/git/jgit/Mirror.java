package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * One bare repository on disk, whose configuration is ours whoever wrote into it.
 *
 * @param lender whose objects can be read here as well; empty for a mirror, which stands alone
 */
record Mirror(Path directory, String remote, Optional<Path> lender) {

    /** Written last into a new mirror: one without it was never finished. */
    private static final String FINISHED = "krate-mirror";

    private static final Duration LONGEST_WRITE = Duration.ofHours(1);

    private static final String CONFIG = """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = true
            \tlogAllRefUpdates = false
            \thooksPath = /dev/null
            \tautocrlf = false
            \tfsmonitor = false
            [gc]
            \tauto = 0
            [http]
            \tfollowRedirects = false
            [protocol]
            \tallow = never
            """;

    /** Files in worktrees have the bytes of their blobs: no line ends, keywords, encodings or filters. */
    static final String RAW_BYTES = "* -text -eol -ident -filter -working-tree-encoding\n";

    Mirror(Path directory, String remote) {
        this(directory, remote, Optional.empty());
    }

    /** Makes an empty mirror out of an empty directory. */
    void create() throws IOException {
        Files.createDirectories(directory);
        for (String place : List.of("objects/info", "objects/pack", "refs/heads", "refs/tags", "info", "worktrees")) {
            Files.createDirectories(directory.resolve(place));
        }
        Files.writeString(directory.resolve("HEAD"), "ref: refs/heads/main\n");
        pin();
    }

    void finish() throws IOException {
        Files.writeString(directory.resolve(FINISHED), remote + "\n");
    }

    boolean isFinished() {
        return Stream.of(FINISHED, "HEAD").allMatch(file -> isFile(directory.resolve(file)))
                && Files.isDirectory(directory.resolve("objects"), LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(directory.resolve("refs"), LinkOption.NOFOLLOW_LINKS);
    }

    /** Opens the mirror with our configuration in place. */
    Repository open() throws IOException {
        requireFinished();
        pin();
        return CleanRepository.open(directory);
    }

    void requireFinished() {
        if (!isFinished()) {
            throw new GitRefusedException("NotFetched", "there is no mirror of '%s' yet; fetch it".formatted(remote));
        }
    }

    /** The commit of exactly this id. */
    RevCommit commit(RevWalk walk, String id) throws IOException {
        if (RefNames.isObjectId(id)) {
            ObjectId object = ObjectId.fromString(id);
            if (walk.getObjectReader().has(object) && walk.parseAny(object) instanceof RevCommit commit) {
                walk.parseHeaders(commit);
                return commit;
            }
        }
        throw new GitRefusedException(
                "CommitNotFound", "'%s' has no commit '%s'; fetch it".formatted(remote, Words.shown(id)));
    }

    /**
     * Removes lock files of a killed process; only for the holder of the mirror's lock. Objects are also written without it,
     * so half an object is removed only when nobody can be at it any more.
     */
    void unlock(Instant now) throws IOException {
        for (String file : List.of("HEAD.lock", "config.lock", "packed-refs.lock")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        try (Stream<Path> refs = Files.walk(directory.resolve("refs"))) {
            for (Path lock :
                    refs.filter(path -> path.toString().endsWith(".lock")).toList()) {
                Files.deleteIfExists(lock);
            }
        }
        try (DirectoryStream<Path> packs = Files.newDirectoryStream(directory.resolve("objects"), "{incoming_,noz}*")) {
            for (Path pack : packs) {
                if (isOlder(pack, now.minus(LONGEST_WRITE))) {
                    Files.deleteIfExists(pack);
                }
            }
        }
    }

    private static boolean isOlder(Path file, Instant then) throws IOException {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(then);
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private void pin() throws IOException {
        pin("config", CONFIG);
        pin("info/attributes", RAW_BYTES);
        Files.deleteIfExists(directory.resolve("info/grafts"));
        if (lender.isPresent()) {
            pin("objects/info/alternates", lender.get().resolve("objects") + "\n");
        } else {
            Files.deleteIfExists(directory.resolve("objects/info/alternates"));
        }
    }

    private void pin(String file, String content) throws IOException {
        Path path = directory.resolve(file);
        if (isFile(path)
                && Files.size(path) == content.length()
                && Files.readString(path).equals(content)) {
            return;
        }
        Path written = directory.resolve("pin-" + UUID.randomUUID());
        Files.writeString(written, content);
        Files.move(written, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }
}
