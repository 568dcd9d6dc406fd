package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a worktree, gathered into a tree through a scratch directory, so that no index, link, configuration or
 * attribute that the worktree's user wrote has a say.
 */
final class WorktreeContent {

    private static final int DEEPEST = 100;

    private final NativeGit git;
    private final Limits limits;
    private final ScratchGitDirectory scratch;
    private final Path worktree;
    private final Set<String> untouched;

    WorktreeContent(NativeGit git, Limits limits, ScratchGitDirectory scratch, Path worktree) {
        this(git, limits, scratch, worktree, Set.of());
    }

    /** Leaves {@code untouched} paths as they are in the base, whatever stands there. */
    WorktreeContent(NativeGit git, Limits limits, ScratchGitDirectory scratch, Path worktree, Set<String> untouched) {
        this.git = git;
        this.limits = limits;
        this.scratch = scratch;
        this.worktree = worktree;
        this.untouched = untouched.stream().map(WorktreeContent::inLists).collect(Collectors.toUnmodifiableSet());
    }

    /** The tree; the scratch directory's index is that of the files from then on. */
    String tree(String base, Path firstIndex) throws IOException {
        readBase(base, firstIndex);
        addNewFiles();
        updateKnownFiles();
        return git.succeed(scratch.call("write-tree")).text().strip();
    }

    /** What git remembered of untouched files saves reading them again; ctime gives away who touched them. */
    private void readBase(String base, Path firstIndex) throws IOException {
        Files.copy(firstIndex, scratch.index(), StandardCopyOption.COPY_ATTRIBUTES);
        if (git.run(scratch.call("read-tree", "-m", base)).exit() != 0) {
            Files.deleteIfExists(scratch.index());
            git.succeed(scratch.call("read-tree", base));
        }
    }

    private void addNewFiles() throws IOException {
        List<String> added = list("ls-files", "-z", "--others", "--exclude-per-directory=.gitignore");
        List<String> files = new ArrayList<>();
        for (String path : added) {
            if (path.endsWith("/")) {
                files.addAll(nestedRepository(path));
            } else {
                files.add(path);
            }
        }
        update(files.stream().filter(path -> !untouched.contains(path)).toList());
    }

    /** A repository that the worktree's user made inside of it counts as the files in it. */
    private List<String> nestedRepository(String directory) throws IOException {
        Path nested = place(directory)
                .orElseThrow(() -> new GitRefusedException(
                        "GitFailed",
                        "the nested repository '%s' cannot be read under this process's locale; start it with a UTF-8 one"
                                .formatted(Words.shown(shown(directory)))));
        List<String> files = new ArrayList<>();
        try (Stream<Path> paths = Files.find(
                nested, DEEPEST, (path, attributes) -> attributes.isRegularFile() || attributes.isSymbolicLink())) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                String relative = worktree.relativize(path).toString();
                if (!(relative + "/").contains("/.git/")) {
                    files.add(new String(relative.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    private void updateKnownFiles() throws IOException {
        List<String> present = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        for (String path : new TreeSet<>(list("ls-files", "-z", "--modified"))) {
            if (!untouched.contains(path)) {
                (isBehindLink(path) ? gone : present).add(path);
            }
        }
        update(present);
        if (!gone.isEmpty()) {
            git.succeed(scratch.call("update-index", "-z", "--force-remove", "--stdin")
                    .reading(listed(gone)));
        }
    }

    private boolean isBehindLink(String path) {
        int slash = path.indexOf('/');
        while (slash > 0) {
            if (place(path.substring(0, slash)).filter(Files::isSymbolicLink).isPresent()) {
                return true;
            }
            slash = path.indexOf('/', slash + 1);
        }
        return false;
    }

    /** Paths byte for byte, each byte a character. */
    private List<String> list(String... arguments) throws IOException {
        byte[] output = git.succeed(scratch.call(arguments)).output();
        return output.length == 0 ? List.of() : List.of(new String(output, StandardCharsets.ISO_8859_1).split("\0", 0));
    }

    private Path listed(List<String> paths) throws IOException {
        return scratch.input((String.join("\0", paths) + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String inLists(String path) {
        return new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static String shown(String path) {
        return new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Where the listed path is, if this process's locale can say it. */
    private Optional<Path> place(String path) {
        try {
            return Optional.of(worktree.resolve(shown(path)));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void update(List<String> paths) throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        for (String path : paths) {
            requireSmall(path);
        }
        git.succeed(scratch.call("update-index", "-z", "--add", "--remove", "--replace", "--stdin")
                .reading(listed(paths)));
    }

    private void requireSmall(String path) throws IOException {
        Optional<Path> file = place(path).filter(place -> Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS));
        if (file.isPresent() && Files.size(file.get()) > limits.fileBytes()) {
            throw new GitRefusedException(
                    "PatchTooLarge",
                    "the changed file '%s' has %d bytes; at most %d are allowed; remove or ignore it"
                            .formatted(Words.shown(shown(path)), Files.size(file.get()), limits.fileBytes()));
        }
    }
}
