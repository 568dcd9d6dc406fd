package ai.a5c.krate.git;

import ai.a5c.krate.git.Repositories.Remote;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is done in worktrees that {@link Repositories#worktree} made: looked at, saved, changed and brought back.
 *
 * <p>Only contents count. Whatever a worktree's user left in its index, links, configuration, hooks or attributes decides
 * nothing and starts nothing. All work is one commit on top of its base, committed by that user or not.
 */
public interface Worktrees {

    /** The name of the place that they are in: the same after a restart, another one on another disk. */
    String host();

    /** Makes, or finds, an empty directory that is no worktree; {@link Repositories#removeWorktree} removes it. */
    Path empty(Remote remote, String name);

    /** The directory of a worktree, if it is there. */
    Optional<Path> find(Remote remote, String name);

    /**
     * Makes, anew, a Git directory for whoever works in the worktree and must not see the mirror. It holds {@code head},
     * some commits before it, and nothing else; whatever its user makes of it is never read. It goes with the worktree.
     *
     * @param aside paths at which other files stand than those of {@code head}, which Git shall not take for changes
     * @throws GitRefusedException {@code WorktreeNotFound}, {@code CommitNotFound}, {@code GitTimedOut}
     */
    Path secluded(Remote remote, String name, String head, Set<String> aside);

    /**
     * What a worktree is like now.
     *
     * @param upstream the branch, or full ref, of the mirror that it is compared with; empty for none
     * @param suspects files that were in conflict before; those with conflict markers still are
     */
    default Look look(Remote remote, String name, String upstream, List<String> suspects) {
        return look(remote, name, upstream, suspects, Set.of());
    }

    /** The same where {@code untouched} paths count as they are in the commit that is checked out. */
    Look look(Remote remote, String name, String upstream, List<String> suspects, Set<String> untouched);

    /**
     * Everything in the worktree as one commit on top of {@code base}; the same content gives the same commit.
     *
     * @throws GitRefusedException {@code WorktreeNotFound}, {@code CommitNotFound}, {@code PatchTooLarge}
     */
    default String save(Remote remote, String name, String base) {
        return save(remote, name, base, Set.of());
    }

    /** The same where {@code untouched} paths count as they are in {@code base}. */
    String save(Remote remote, String name, String base, Set<String> untouched);

    /**
     * Makes the worktree's files those of {@code content} and its commit {@code head}, detached; makes the worktree if it
     * is not there. What is ignored stays; all else that is not in {@code content} goes. May be repeated.
     *
     * @throws GitRefusedException {@code CommitNotFound} if either is not there
     */
    void put(Remote remote, String name, String head, String content);

    /**
     * Moves {@code order}'s work onto another base, in objects alone.
     *
     * @param side whose lines count where both changed; empty to have conflicts marked in the files
     * @throws GitRefusedException {@code CommitNotFound}; {@code RebaseNotPossible} where directories and files collide
     */
    Merged rebase(Remote remote, RebaseOrder order, Optional<Side> side);

    /** {@code content} with the files at {@code paths} as they are in {@code other}, as a commit on {@code base}. */
    String take(Remote remote, String base, String content, String other, List<String> paths);

    /**
     * What {@code commit} has and {@code base} lacks, as a Git bundle.
     *
     * @throws GitRefusedException {@code ArchiveTooLarge}
     */
    byte[] bundle(Remote remote, String base, String commit);

    /**
     * Takes in a bundle whose base is there; gives the commit that it was made of.
     *
     * @throws GitRefusedException {@code ArchiveDamaged}
     */
    String unbundle(Remote remote, byte[] bundle);

    /**
     * Removes worktrees that nobody owns, whole or in part: what a killed process began to make or to remove.
     *
     * <p>{@code owners} are asked while no worktree of that remote can be made, so that what is owned before its directory is
     * made is safe.
     *
     * @param before what changed later is left alone
     * @return which were removed, as remote, space, name
     */
    default List<String> sweep(Instant before, Owners owners) {
        return List.of();
    }

    /** Who knows which worktrees are somebody's. */
    interface Owners {

        /** Whether the worktree {@code name} of {@code remote} is somebody's. */
        boolean own(String remote, String name);
    }

    /**
     * What Git says of a worktree.
     *
     * @param missing whether its directory is not where it should be; all else is empty then
     * @param branch the branch that is checked out; empty for none
     * @param head the commit that is checked out; empty if there is no such commit
     * @param dirty whether there is something that is not committed
     * @param conflicts sorted
     * @param bytes its size on disk, counted up to a limit
     */
    record Look(
            boolean missing,
            String branch,
            String head,
            int ahead,
            int behind,
            boolean dirty,
            List<String> conflicts,
            long bytes) {

        /** There is none. */
        public static final Look MISSING = new Look(true, "", "", 0, 0, false, List.of(), 0);

        public Look {
            conflicts = List.copyOf(conflicts);
        }
    }

    /**
     * Work to be moved.
     *
     * @param from the commit that it is based on
     * @param onto the commit that it is to be based on
     * @param work all of it, as {@link #save} gave it
     */
    record RebaseOrder(String from, String onto, String work) {}

    /**
     * Work that was moved.
     *
     * @param commit all of it, on its new base; with conflict markers if there are conflicts
     * @param conflicts the files, sorted
     */
    record Merged(String commit, List<String> conflicts) {

        public Merged {
            conflicts = List.copyOf(conflicts);
        }
    }

    /** Whose lines count. */
    enum Side {
        /** Those of the workspace. */
        WORK,
        /** Those of the new base. */
        UPSTREAM
    }
}
