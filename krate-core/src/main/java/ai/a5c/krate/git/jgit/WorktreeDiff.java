package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.ChangedFile;
import ai.a5c.krate.git.Repositories.Patch;
import ai.a5c.krate.git.jgit.NativeGit.Call;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/** What changed in a worktree: its content compared with a commit, by blobs alone. */
final class WorktreeDiff {

    private static final int LONGEST_LINK = 4096;

    private final NativeGit git;
    private final Limits limits;
    private final ScratchGitDirectory scratch;
    private final Path worktree;

    WorktreeDiff(NativeGit git, Limits limits, ScratchGitDirectory scratch, Path worktree) {
        this.git = git;
        this.limits = limits;
        this.scratch = scratch;
        this.worktree = worktree;
    }

    /** Everything but {@code untouched} paths, which count as they are in the base, whatever stands there. */
    Patch since(String base, Path firstIndex, Set<String> untouched) throws IOException {
        String tree = new WorktreeContent(git, limits, scratch, worktree, untouched).tree(base, firstIndex);
        byte[] raw =
                git.succeed(compare(base, tree, "--raw", "--numstat", "-z")).output();
        List<ChangedFile> files = new ArrayList<>();
        for (RawChange change : RawChange.parse(raw)) {
            files.add(
                    new ChangedFile(change.path(), change.word(), change.added(), change.deleted(), warnings(change)));
        }
        return new Patch(text(base, tree), files);
    }

    private Call compare(String base, String tree, String... how) {
        List<String> arguments = new ArrayList<>(
                List.of("diff-tree", "-r", "-M", "--no-ext-diff", "--no-textconv", "--no-color", "--submodule=short"));
        arguments.addAll(List.of(how));
        arguments.addAll(List.of(base, tree));
        return scratch.call(arguments.toArray(String[]::new))
                .with("GIT_INDEX_FILE", scratch.directory().resolve("no-index").toString());
    }

    private String text(String base, String tree) throws IOException {
        byte[] readable = patch(base, tree);
        Optional<String> text = PatchText.decode(readable);
        if (text.isPresent()) {
            return text.get();
        }
        scratch.makeAscii();
        String merged = PatchText.merge(readable, patch(base, tree));
        requireSmall(merged.getBytes(StandardCharsets.UTF_8));
        return merged;
    }

    private byte[] patch(String base, String tree) throws IOException {
        Call call = compare(base, tree, "-p", "--binary", "--full-index").atMost(limits.patchBytes());
        byte[] patch = git.succeed(call).output();
        requireSmall(patch);
        return patch;
    }

    private void requireSmall(byte[] patch) {
        if (patch.length > limits.patchBytes()) {
            throw new GitRefusedException(
                    "PatchTooLarge",
                    "the patch has more than the %d bytes that are allowed".formatted(limits.patchBytes()));
        }
    }

    private List<String> warnings(RawChange change) throws IOException {
        List<String> warnings = ChangeWarnings.of(change);
        if (change.mode().equals("120000") && leadsOutside(change)) {
            warnings.add("outside");
        }
        return warnings.stream().distinct().sorted().toList();
    }

    private boolean leadsOutside(RawChange change) throws IOException {
        try (Repository repository = CleanRepository.open(scratch.directory());
                ObjectReader reader = repository.newObjectReader()) {
            byte[] target = reader.open(ObjectId.fromString(change.newId())).getBytes(LONGEST_LINK);
            return ChangeWarnings.leadsOutside(change.path(), new String(target, StandardCharsets.UTF_8));
        }
    }
}
