package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import org.eclipse.jgit.lib.Constants;

/** Makes a worktree's files those of another tree, by native git under our index and configuration: JGit would ask filters. */
final class Checkout {

    /** What git keeps of an operation that its user began and did not end. */
    private static final List<String> UNFINISHED = List.of(
            "MERGE_HEAD",
            "MERGE_MSG",
            "MERGE_MODE",
            "AUTO_MERGE",
            "CHERRY_PICK_HEAD",
            "REVERT_HEAD",
            "REBASE_HEAD",
            "BISECT_LOG",
            "rebase-merge",
            "rebase-apply",
            "sequencer",
            "index.lock");

    private final NativeGit git;
    private final Removal removal;
    private final ScratchGitDirectory scratch;
    private final Path administration;

    /** For the worktree whose files are those of {@code scratch}'s index. */
    Checkout(NativeGit git, Removal removal, ScratchGitDirectory scratch, Path administration) {
        this.git = git;
        this.removal = removal;
        this.scratch = scratch;
        this.administration = administration;
    }

    void to(String head, String content) throws IOException {
        git.succeed(scratch.call("read-tree", "--reset", "-u", content));
        replace(WorktreePlaces.FINISHED, scratch.index());
        git.succeed(scratch.call("read-tree", "-m", head));
        replace("index", scratch.index());
        for (String left : UNFINISHED) {
            removal.remove(administration.resolve(left));
        }
        Path written = administration.resolve("head-" + UUID.randomUUID());
        Files.writeString(written, head + "\n");
        Files.move(written, administration.resolve(Constants.HEAD), StandardCopyOption.ATOMIC_MOVE);
    }

    private void replace(String file, Path index) throws IOException {
        Path copy = administration.resolve("index-" + UUID.randomUUID());
        Files.copy(index, copy, StandardCopyOption.COPY_ATTRIBUTES);
        Path place = administration.resolve(file);
        if (Files.isDirectory(place)) {
            removal.remove(place);
        }
        Files.move(copy, place, StandardCopyOption.ATOMIC_MOVE);
    }
}
