package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import ai.a5c.krate.git.Repositories.Lane;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places below a lane's root; no two names share one, not even where files ignore case.
 *
 * @param root of the lane
 * @param top of all lanes
 */
record Layout(Path root, Path top) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/-]+");
    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-F]{2})");
    private static final int LONGEST = 200;

    Layout {
        root = root.toAbsolutePath().normalize();
        top = top.toAbsolutePath().normalize();
    }

    Layout(Path root) {
        this(root, root);
    }

    /** Where a lane's worktrees are; what is for a moment only is shared. */
    Layout of(Lane lane) {
        return lane == Lane.TRUSTED ? this : new Layout(top.resolve("untrusted"), top);
    }

    /** The file that names the place. */
    Path host() {
        return top.resolve("host");
    }

    Path mirror(String remote) {
        return root.resolve("mirrors").resolve(escaped(remote) + ".git");
    }

    /** Where a mirror grows until it is complete. */
    Path unfinishedMirror(String remote) {
        return root.resolve("mirrors").resolve(escaped(remote) + ".unfinished");
    }

    Path worktree(String remote, String name) {
        return root.resolve("worktrees").resolve(escaped(remote)).resolve(escaped(name));
    }

    /** A Git directory for one worktree alone, which its user may write to. */
    Path secluded(String remote, String name) {
        return root.resolve("secluded").resolve(escaped(remote)).resolve(escaped(name));
    }

    /** Where the worktrees of all remotes are, and where what belongs to them is. */
    List<Path> homes() {
        return List.of(root.resolve("worktrees"), root.resolve("secluded"));
    }

    /** Everywhere where something of a remote's worktrees is. */
    List<Path> homes(String remote) {
        return List.of(
                root.resolve("worktrees").resolve(escaped(remote)),
                root.resolve("secluded").resolve(escaped(remote)),
                mirror(remote).resolve("worktrees"));
    }

    /** The name that {@link #escaped} makes {@code file} of; empty if it makes that of none. */
    static Optional<String> named(String file) {
        String name = ESCAPED.matcher(file)
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
        boolean known = NAME.matcher(name).matches()
                && name.length() <= LONGEST
                && escaped(name).equals(file);
        return known ? Optional.of(name) : Optional.empty();
    }

    /** Git's own directory of a worktree, inside of the mirror. */
    Path administration(String remote, String name) {
        return mirror(remote).resolve("worktrees").resolve(escaped(name));
    }

    Path lock(String remote, String purpose) {
        return root.resolve("locks").resolve(escaped(remote) + "." + purpose);
    }

    Path scratch() {
        return top.resolve("scratch");
    }

    Path trash() {
        return top.resolve("trash");
    }

    /** Lower-case letters, digits, {@code _} and {@code -} as they are, all else as {@code %} and its hex value. */
    private static String escaped(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new GitRefusedException(
                    "NameNotAllowed",
                    "'%s' is no name for a repository or worktree; use letters, digits, '.', '_', '-' and '/'"
                            .formatted(Words.shown(name)));
        }
        StringBuilder escaped = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
            escaped.append(isPlain(b) ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        if (escaped.length() > LONGEST) {
            throw new GitRefusedException(
                    "NameNotAllowed", "'%s' is too long a name for a repository or worktree".formatted(name));
        }
        return escaped.toString();
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= '0' && b <= '9') || b == '_' || b == '-';
    }
}
