package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.CommitText;
import ai.a5c.krate.git.jgit.NativeGit.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/** A patch made into a commit, in objects alone: no file of it is ever written into a worktree. */
final class PatchCommit {

    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}\\x{2028}\\x{2029}]+");
    private static final Pattern PERSON = Pattern.compile("[^\\p{Cntrl}<>]+");
    private static final Pattern TRAILER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*: [^\\p{Cntrl}]+");

    private final NativeGit git;
    private final Limits limits;
    private final ScratchGitDirectory scratch;
    private final Mirror mirror;

    PatchCommit(NativeGit git, Limits limits, ScratchGitDirectory scratch, Mirror mirror) {
        this.git = git;
        this.limits = limits;
        this.scratch = scratch;
        this.mirror = mirror;
    }

    String on(String base, String patch, CommitText text) throws IOException {
        byte[] bytes = patch.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > limits.patchBytes()) {
            throw new GitRefusedException(
                    "PatchTooLarge",
                    "the patch has %d bytes; at most %d are allowed".formatted(bytes.length, limits.patchBytes()));
        }
        check(text);
        String tree = apply(base, bytes);
        try (Repository repository = mirror.open();
                ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId commit = inserter.insert(commit(base, tree, text));
            inserter.flush();
            return commit.name();
        }
    }

    private String apply(String base, byte[] patch) throws IOException {
        String objects = mirror.directory().resolve("objects").toString();
        git.succeed(scratch.call("read-tree", base));
        Path input = scratch.input(patch);
        Result applied = git.run(scratch.call("apply", "--cached", "--whitespace=nowarn", "-")
                .with("GIT_OBJECT_DIRECTORY", objects)
                .reading(input));
        if (applied.exit() != 0) {
            throw new GitRefusedException(
                    "PatchDoesNotApply",
                    "the patch does not apply to '%s' at %s: %s"
                            .formatted(mirror.remote(), base, Words.shown(applied.error())));
        }
        return git.succeed(scratch.call("write-tree").with("GIT_OBJECT_DIRECTORY", objects))
                .text()
                .strip();
    }

    private static CommitBuilder commit(String base, String tree, CommitText text) {
        PersonIdent person = new PersonIdent(text.authorName(), text.authorEmail(), text.time(), ZoneOffset.UTC);
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(ObjectId.fromString(tree));
        commit.setParentId(ObjectId.fromString(base));
        commit.setAuthor(person);
        commit.setCommitter(person);
        commit.setEncoding(StandardCharsets.UTF_8);
        String trailers = text.trailers().isEmpty() ? "" : "\n" + String.join("\n", text.trailers()) + "\n";
        commit.setMessage(text.subject() + "\n" + trailers);
        return commit;
    }

    private static void check(CommitText text) {
        require(LINE, "subject", text.subject());
        require(PERSON, "author's name", text.authorName());
        require(PERSON, "author's address", text.authorEmail());
        text.trailers().forEach(trailer -> require(TRAILER, "trailer", trailer));
    }

    private static void require(Pattern form, String what, String text) {
        if (!form.matcher(text).matches() || text.isBlank()) {
            throw new GitRefusedException(
                    "TextNotAllowed",
                    "'%s' cannot be a commit's %s; it must be one line of text".formatted(Words.shown(text), what));
        }
    }
}
