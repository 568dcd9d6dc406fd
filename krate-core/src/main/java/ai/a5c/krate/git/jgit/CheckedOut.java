package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What git's directory of a worktree says is checked out; its user may have written anything there.
 *
 * @param branch empty for none
 * @param commit empty if it names none that is there
 */
record CheckedOut(String branch, String commit) {

    private static final int LONGEST = 2_000;
    private static final String SYMBOLIC = "ref: ";

    static CheckedOut read(Path administration, Repository repository) throws IOException {
        Path file = administration.resolve(Constants.HEAD);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return new CheckedOut("", "");
        }
        String head = head(file);
        if (!head.startsWith(SYMBOLIC)) {
            return new CheckedOut("", commit(repository, head));
        }
        String ref = head.substring(SYMBOLIC.length()).strip();
        if (!ref.startsWith(Constants.R_HEADS) || !RefNames.isKeepable(ref)) {
            return new CheckedOut("", "");
        }
        Ref found = repository.exactRef(ref);
        String id = found == null || found.getObjectId() == null
                ? ""
                : found.getObjectId().name();
        return new CheckedOut(ref.substring(Constants.R_HEADS.length()), commit(repository, id));
    }

    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        }
    }

    private static String commit(Repository repository, String id) throws IOException {
        if (!RefNames.isObjectId(id)) {
            return "";
        }
        ObjectId object = ObjectId.fromString(id);
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.getObjectReader().has(object) && walk.parseAny(object) instanceof RevCommit ? id : "";
        }
    }

    /** The tree of the commit, which must be there. */
    String tree(RevWalk walk) throws IOException {
        return walk.parseCommit(ObjectId.fromString(commit)).getTree().name();
    }
}
