package ai.a5c.krate.git.jgit;

import ai.a5c.krate.git.GitRefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;

/** Which names of refs and objects are believed; everything that is not plainly one of them is none. */
final class RefNames {

    private static final Pattern OBJECT_ID = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zs}\\p{Zl}\\p{Zp}]");
    private static final int LONGEST_PART = 240;
    private static final int LONGEST = 1000;

    private RefNames() {}

    static boolean isObjectId(String text) {
        return OBJECT_ID.matcher(text).matches();
    }

    /** Whether a full ref of this name can be kept in the mirror. */
    static boolean isKeepable(String ref) {
        return Repository.isValidRefName(ref)
                && ref.startsWith(Constants.R_REFS)
                && bytes(ref) <= LONGEST
                && isSayable(ref)
                && Stream.of(ref.split("/")).allMatch(part -> bytes(part) <= LONGEST_PART);
    }

    /** The full ref of a branch on a remote. */
    static String branch(String branch) {
        String ref = Constants.R_HEADS + branch;
        if (!isKeepable(ref) || branch.startsWith("-") || UNSEEN.matcher(branch).find()) {
            throw new GitRefusedException(
                    "RefNotAllowed", "'%s' is no name for a branch".formatted(Words.shown(branch)));
        }
        return ref;
    }

    /** Whether this process's locale can write the name as a file's; one branch that it cannot must not stop the others. */
    private static boolean isSayable(String ref) {
        try {
            return Path.of(ref).getNameCount() > 0;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
