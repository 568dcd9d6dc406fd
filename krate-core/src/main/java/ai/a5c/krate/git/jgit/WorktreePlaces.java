package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** WorktreePlaces of mirrors, each below the root and known to git under its own name. */
final class WorktreePlaces {

    /** Written last into git's directory of a worktree: a copy of the index as it was when all files were new. */
    static final String FINISHED = "krate-index";

    private final Layout layout;
    private final NativeGit git;
    private final Removal removal;

    WorktreePlaces(Layout layout, NativeGit git, Removal removal) {
        this.layout = layout;
        this.git = git;
        this.removal = removal;
    }

    /** The worktree, if it is complete; with its way to the mirror put back. */
    Optional<Path> find(Remote remote, String name) throws IOException {
        if (!isThere(remote, name)) {
            return Optional.empty();
        }
        restoreLink(remote, name);
        return Optional.of(layout.worktree(remote.name(), name));
    }

    /** Makes the worktree anew; only for the holder of the worktree lock. */
    Path make(Mirror mirror, Remote remote, String name, String commit) throws IOException {
        Path worktree = layout.worktree(remote.name(), name);
        remove(remote, name);
        Files.createDirectories(worktree.getParent());
        requireInside(above(worktree));
        try (ScratchGitDirectory scratch = ScratchGitDirectory.create(layout, mirror.directory(), Optional.empty())) {
            git.succeed(new NativeGit.Call(
                    scratch.directory(),
                    mirror.directory(),
                    "worktree",
                    "add",
                    "--quiet",
                    "--detach",
                    "--",
                    worktree.toString(),
                    commit));
        }
        Path administration = layout.administration(remote.name(), name);
        Path copy = administration.resolve(FINISHED + ".new");
        Files.copy(administration.resolve("index"), copy, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(copy, administration.resolve(FINISHED), StandardCopyOption.ATOMIC_MOVE);
        return worktree;
    }

    /** Removes the worktree; each parent must be where it seems to be, since a link may have been put in between. */
    void remove(Remote remote, String name) throws IOException {
        for (Path path : parts(remote, name)) {
            requireInside(above(path));
        }
        for (Path path : parts(remote, name)) {
            removal.remove(path);
        }
    }

    /** Where everything of a worktree is, if it is there; git's own first, so that a worktree by halves is none. */
    List<Path> parts(Remote remote, String name) {
        return List.of(
                layout.administration(remote.name(), name),
                layout.secluded(remote.name(), name),
                layout.worktree(remote.name(), name));
    }

    private static Path above(Path path) {
        return path.resolve("..").normalize();
    }

    private void requireInside(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path expected = layout.root().toRealPath().resolve(layout.root().relativize(directory));
        if (!directory.toRealPath().equals(expected)) {
            throw new GitRefusedException(
                    "OutsideRoot",
                    "'%s' leads out of the root; remove the link that stands there"
                            .formatted(Words.shown(
                                    layout.root().relativize(directory).toString())));
        }
    }

    /** Whether the worktree is there, at its own place. */
    boolean isThere(Remote remote, String name) throws IOException {
        Path worktree = layout.worktree(remote.name(), name);
        if (!isFinished(remote, name)) {
            return false;
        }
        requireInside(above(worktree));
        requireInside(layout.administration(remote.name(), name));
        return true;
    }

    /** A directory of that name without anything of git's. */
    Path empty(Remote remote, String name) throws IOException {
        Path directory = layout.worktree(remote.name(), name);
        Files.createDirectories(above(directory));
        requireInside(above(directory));
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            removal.remove(directory);
            Files.createDirectory(directory);
        }
        return directory;
    }

    /** The worktree, which must be there and be a directory. */
    Path require(Remote remote, String name) throws IOException {
        if (!isThere(remote, name)) {
            throw new GitRefusedException(
                    "WorktreeNotFound", "'%s' has no worktree '%s'".formatted(remote.name(), Words.shown(name)));
        }
        return layout.worktree(remote.name(), name);
    }

    /** The index as it was when all files of the worktree were new. */
    Path firstIndex(Remote remote, String name) {
        return layout.administration(remote.name(), name).resolve(FINISHED);
    }

    private boolean isFinished(Remote remote, String name) {
        return Files.isRegularFile(firstIndex(remote, name), LinkOption.NOFOLLOW_LINKS)
                && Files.isDirectory(layout.worktree(remote.name(), name), LinkOption.NOFOLLOW_LINKS);
    }

    Path administration(Remote remote, String name) {
        return layout.administration(remote.name(), name);
    }

    /** Puts back the file that leads git from the worktree to the mirror, whatever an agent made of it. */
    void restoreLink(Remote remote, String name) throws IOException {
        Path link = layout.worktree(remote.name(), name).resolve(".git");
        Path administration = layout.administration(remote.name(), name);
        String content = "gitdir: " + administration + "\n";
        boolean intact = Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)
                && Files.size(link) == content.length()
                && Files.readString(link).equals(content);
        if (intact) {
            return;
        }
        requireInside(above(link));
        removal.remove(link);
        Path written = administration.resolve("link-" + UUID.randomUUID());
        Files.writeString(written, content);
        Files.move(written, link, StandardCopyOption.ATOMIC_MOVE);
    }
}
