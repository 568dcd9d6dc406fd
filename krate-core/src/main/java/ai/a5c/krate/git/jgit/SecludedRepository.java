package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A Git directory for one worktree alone: its commit and some before it, cut off there, with an index and settings of its
 * own. It borrows from nowhere and is written once; whoever works in the worktree may do with it as they like.
 */
final class SecludedRepository {

    private static final int COMMITS = 50;

    private static final String CONFIG = """
            [core]
            \trepositoryformatversion = 0
            \tfilemode = true
            \tbare = false
            \tautocrlf = false
            [user]
            \tname = Agent
            \temail = agent@localhost
            [gc]
            \tauto = 0
            """;

    private final NativeGit git;
    private final Removal removal;
    private final ScratchGitDirectory scratch;

    /** Made in {@code scratch}, which reads the mirror and is thrown away. */
    SecludedRepository(NativeGit git, Removal removal, ScratchGitDirectory scratch) {
        this.git = git;
        this.removal = removal;
        this.scratch = scratch;
    }

    /** Puts it in {@code place}, instead of what is there. */
    Path make(RevWalk walk, RevCommit head, Path firstIndex, Set<String> aside, Path place) throws IOException {
        Files.writeString(scratch.directory().resolve("shallow"), cut(walk, head));
        Path made = scratch.directory().resolve("made");
        for (String directory : List.of("objects/info", "objects/pack", "refs/heads", "refs/tags", "info")) {
            Files.createDirectories(made.resolve(directory));
        }
        git.succeed(scratch.call(
                        "pack-objects",
                        "--revs",
                        "-q",
                        made.resolve("objects/pack/pack").toString())
                .reading(scratch.input((head.name() + "\n").getBytes(StandardCharsets.US_ASCII))));
        index(head.name(), firstIndex, aside);
        Files.move(scratch.index(), made.resolve("index"));
        Files.move(scratch.directory().resolve("shallow"), made.resolve("shallow"));
        Files.writeString(made.resolve("config"), CONFIG);
        Files.writeString(made.resolve("info/attributes"), Mirror.RAW_BYTES);
        Files.writeString(made.resolve("info/exclude"), excluded(aside));
        Files.writeString(made.resolve("HEAD"), head.name() + "\n");
        removal.remove(place);
        Files.createDirectories(place.resolve("..").normalize());
        return Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The commits whose parents are left out. */
    private static String cut(RevWalk walk, RevCommit head) throws IOException {
        walk.markStart(head);
        List<RevCommit> commits = new ArrayList<>();
        for (RevCommit next = walk.next(); next != null && commits.size() < COMMITS; next = walk.next()) {
            commits.add(next);
        }
        Set<ObjectId> kept = new HashSet<>(commits);
        StringBuilder cut = new StringBuilder();
        for (RevCommit commit : commits) {
            if (!kept.containsAll(Arrays.asList(commit.getParents()))) {
                cut.append(commit.name()).append('\n');
            }
        }
        return cut.toString();
    }

    private void index(String head, Path firstIndex, Set<String> aside) throws IOException {
        Files.copy(firstIndex, scratch.index(), StandardCopyOption.COPY_ATTRIBUTES);
        if (git.run(scratch.call("read-tree", "-m", head)).exit() != 0) {
            Files.deleteIfExists(scratch.index());
            git.succeed(scratch.call("read-tree", head));
        }
        if (aside.isEmpty()) {
            return;
        }
        String known = git.succeed(scratch.call("ls-files", "-z")).text();
        List<String> hidden =
                Arrays.stream(known.split("\0")).filter(aside::contains).toList();
        if (!hidden.isEmpty()) {
            git.succeed(scratch.call("update-index", "-z", "--skip-worktree", "--stdin")
                    .reading(scratch.input((String.join("\0", hidden) + "\0").getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static String excluded(Set<String> aside) {
        StringBuilder lines = new StringBuilder();
        aside.stream()
                .filter(path -> path.indexOf('\n') < 0)
                .sorted()
                .forEach(path -> lines.append('/')
                        .append(path.replaceAll("([\\\\*?\\[ ])", "\\\\$1"))
                        .append('\n'));
        return lines.toString();
    }
}
