package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;

/** Which files of a worktree are in conflict: those that git's index says so of, and those with markers of ours. */
final class Conflicts {

    private static final int MOST = 1_000;
    private static final long LARGEST_INDEX = 64L * 1024 * 1024;
    private static final int LARGEST_FILE = 4 * 1024 * 1024;

    private Conflicts() {}

    static List<String> in(Path worktree, Path administration, List<String> suspects) throws IOException {
        TreeSet<String> found = new TreeSet<>(unmerged(administration.resolve("index")));
        for (String suspect : suspects) {
            if (hasMarkers(worktree, suspect)) {
                found.add(suspect);
            }
        }
        return found.stream().limit(MOST).toList();
    }

    private static List<String> unmerged(Path index) throws IOException {
        if (!Files.isRegularFile(index, LinkOption.NOFOLLOW_LINKS) || Files.size(index) > LARGEST_INDEX) {
            return List.of();
        }
        try {
            DirCache cache = DirCache.read(index.toFile(), new HooklessFileSystem());
            TreeSet<String> paths = new TreeSet<>();
            for (int i = 0; i < cache.getEntryCount(); i++) {
                DirCacheEntry entry = cache.getEntry(i);
                if (entry.getStage() != DirCacheEntry.STAGE_0) {
                    paths.add(entry.getPathString());
                }
            }
            return List.copyOf(paths);
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }

    /** Whether there is a conflict marker of ours; no link on the way is followed. */
    private static boolean hasMarkers(Path worktree, String path) throws IOException {
        Path file;
        try {
            file = worktree.resolve(path).normalize();
        } catch (InvalidPathException e) {
            return false;
        }
        if (!file.startsWith(worktree)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                || !file.toRealPath().equals(worktree.toRealPath().resolve(worktree.relativize(file)))) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE);
            return new String(bytes, StandardCharsets.ISO_8859_1)
                    .lines()
                    .anyMatch(line -> line.startsWith("<<<<<<< ") || line.startsWith(">>>>>>> "));
        }
    }
}
