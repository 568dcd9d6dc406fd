package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Lane;
import ai.a5c.krate.git.Repositories.Remote;
import ai.a5c.krate.git.Worktrees.Owners;
import ai.a5c.krate.git.jgit.Lanes.Ground;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Worktrees that nobody owns: a process that was killed may leave one, by a git that outlives it and goes on.
 *
 * <p>What stands in a worktree's place under a name that no worktree has is left alone, and no link is followed.
 */
final class StrayWorktrees {

    private final Layout top;
    private final Lanes lanes;

    StrayWorktrees(Layout top, Lanes lanes) {
        this.top = top;
        this.lanes = lanes;
    }

    /** Removes those in which nothing changed since {@code before}; which. */
    List<String> remove(Instant before, Owners owners) throws IOException {
        List<String> removed = new ArrayList<>();
        for (Lane lane : Lane.values()) {
            for (String name : names(top.of(lane).homes())) {
                Remote remote = new Remote(name, "", Optional.empty(), lane);
                removed.addAll(remove(remote, before, owners));
            }
        }
        return removed;
    }

    private List<String> remove(Remote remote, Instant before, Owners owners) throws IOException {
        Ground ground = lanes.of(remote);
        List<String> removed = new ArrayList<>();
        for (String name : names(ground.layout().homes(remote.name()))) {
            if (isStray(ground, remote, name, before, owners) && removeAlone(ground, remote, name, before, owners)) {
                removed.add(remote.name() + " " + name);
            }
        }
        return removed;
    }

    /** Looks once more while nobody can make it; what a link leads out of the root is not touched. */
    private static boolean removeAlone(Ground ground, Remote remote, String name, Instant before, Owners owners)
            throws IOException {
        try {
            return MirrorLock.alone(ground.layout().lock(remote.name(), "worktrees"), () -> {
                boolean still = isStray(ground, remote, name, before, owners);
                if (still) {
                    ground.places().remove(remote, name);
                }
                return still;
            });
        } catch (GitRefusedException e) {
            return false;
        }
    }

    private static boolean isStray(Ground ground, Remote remote, String name, Instant before, Owners owners)
            throws IOException {
        for (Path part : ground.places().parts(remote, name)) {
            if (isLater(part, before)) {
                return false;
            }
        }
        return !owners.own(remote.name(), name);
    }

    /** False of what is not there. */
    private static boolean isLater(Path part, Instant before) throws IOException {
        try {
            return !Files.getLastModifiedTime(part, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The names that those directories hold something of. */
    private static Set<String> names(List<Path> directories) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path directory : directories) {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
                entries.forEach(
                        entry -> Layout.named(entry.getFileName().toString()).ifPresent(names::add));
            }
        }
        return names;
    }
}
