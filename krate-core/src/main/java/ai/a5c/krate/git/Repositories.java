package ai.a5c.krate.git;

import ai.a5c.krate.secret.SecretValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Bare mirrors of repositories below one root, their worktrees, and what is read from and pushed out of them. */
public interface Repositories {

    /**
     * Brings the mirror of {@code remote} up to date, cloning it first if it is not there.
     *
     * @throws GitRefusedException if the URL is not allowed, cannot be reached, or the credential is refused
     */
    void fetch(Remote remote);

    /** The commit that a branch, tag, full ref or object id names in the mirror; empty if it has none. */
    Optional<String> resolve(Remote remote, String revision);

    /**
     * At most {@code limit} commits from {@code commit} back along first parents, newest first.
     *
     * @throws GitRefusedException if the mirror lacks the commit
     */
    List<LoggedCommit> log(Remote remote, String commit, int limit);

    /** The file at {@code path} in {@code commit}, if it is a regular file of at most {@code maxBytes}. */
    Optional<byte[]> read(Remote remote, String commit, String path, int maxBytes);

    /**
     * Files, links and submodules of {@code commit} whose paths are {@code wanted}, by path.
     *
     * @throws GitRefusedException if the mirror lacks the commit
     */
    List<TreeEntry> tree(Remote remote, String commit, Predicate<String> wanted);

    /**
     * Makes, or finds, the worktree {@code name} at {@code commit}, detached, in the state of that commit if it is new.
     *
     * @throws GitRefusedException if the mirror lacks the commit and the worktree is not there yet
     */
    Path worktree(Remote remote, String name, String commit);

    /** Removes the worktree {@code name} and everything in it, never anything outside of the root. */
    void removeWorktree(Remote remote, String name);

    /** Everything that changed in the worktree {@code name} since {@code base}, committed or not, new files included. */
    default Patch diff(Remote remote, String name, String base) {
        return diff(remote, name, base, Set.of());
    }

    /** The same where {@code untouched} paths count as they are in {@code base}. */
    Patch diff(Remote remote, String name, String base, Set<String> untouched);

    /**
     * Commits {@code patch} on top of {@code base} in the mirror; the same arguments give the same commit id.
     *
     * @throws GitRefusedException if the patch does not apply
     */
    String commit(Remote remote, String base, Patch patch, CommitText text);

    /**
     * Pushes {@code commit} to {@code branch}, never forced, with a lease on what the branch is expected to be.
     *
     * @param expected the commit that the branch must be at, or empty if it must not exist; a branch that is at
     *     {@code commit} already counts as pushed
     */
    PushOutcome push(Remote remote, String commit, String branch, Optional<String> expected);

    /** The commit that {@code branch} is at on the remote now; empty if it has none. */
    Optional<String> remoteHead(Remote remote, String branch);

    /** What is done in worktrees once they are there. */
    Worktrees worktrees();

    /**
     * A repository to talk to.
     *
     * @param name unique below the root, such as {@code acme/app}; letters, digits, {@code . _ - /} only
     * @param credential for HTTP(S), if any: a token, or {@code user:password}
     * @param lane whose worktrees are meant; the mirror is one for all
     */
    record Remote(String name, String cloneUrl, Optional<SecretValue> credential, Lane lane) {

        /** The repository, and worktrees of people who may write. */
        public Remote(String name, String cloneUrl, Optional<SecretValue> credential) {
            this(name, cloneUrl, credential, Lane.TRUSTED);
        }

        /** The same repository, and worktrees of that lane. */
        public Remote in(Lane other) {
            return new Remote(name, cloneUrl, credential, other);
        }
    }

    /** Worktrees that know nothing of each other: no worktree, ref or object of one is found in the other. */
    enum Lane {
        TRUSTED,
        /** Sees the mirror's objects, and adds none to it. */
        UNTRUSTED
    }

    /**
     * Something in the tree of a commit.
     *
     * @param target where a link leads, as it is written; empty for all else
     * @param id the same for the same content, in whichever commit and at whichever path
     */
    record TreeEntry(String path, Kind kind, String target, String id) {

        /** What it is. */
        public enum Kind {
            FILE,
            EXECUTABLE,
            LINK,
            SUBMODULE
        }
    }

    /** A commit's id and its whole message. */
    record LoggedCommit(String id, String message) {}

    /**
     * A change as text.
     *
     * @param text unified diff in Git's format, with binary files as Git binary patches
     */
    record Patch(String text, List<ChangedFile> files) {

        public Patch {
            files = List.copyOf(files);
        }

        /** Whether nothing changed. */
        public boolean isEmpty() {
            return files.isEmpty();
        }
    }

    /**
     * One changed file.
     *
     * @param change add, modify, delete or rename
     * @param warnings stable words such as {@code symlink}, {@code executable}, {@code ci-definition}, {@code lock-file}
     */
    record ChangedFile(String path, String change, int added, int deleted, List<String> warnings) {

        public ChangedFile {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Author, time and message of a commit.
     *
     * @param trailers lines such as {@code Krate-Run: name}, in order
     */
    record CommitText(String authorName, String authorEmail, Instant time, String subject, List<String> trailers) {

        public CommitText {
            trailers = List.copyOf(trailers);
        }
    }

    /** What became of a push. */
    enum PushOutcome {
        PUSHED,
        /** The branch was at the commit before. */
        ALREADY_THERE,
        /** The branch was at another commit than expected; nothing was pushed. */
        LEASE_LOST,
        /** The remote said no (protected branch, permission); nothing was pushed. */
        REJECTED
    }
}
