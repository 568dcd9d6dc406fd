package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** The content of a worktree as a commit, whose id follows from base and tree alone; no ref ever names it. */
final class WorkCommit {

    private WorkCommit() {}

    static String on(Repository repository, String base, String tree) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter();
                RevWalk walk = new RevWalk(repository)) {
            RevCommit parent = walk.parseCommit(ObjectId.fromString(base));
            PersonIdent nobody = new PersonIdent(
                    "Krate", "krate@localhost", parent.getCommitterIdent().getWhenAsInstant(), ZoneOffset.UTC);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(ObjectId.fromString(tree));
            commit.setParentId(parent);
            commit.setAuthor(nobody);
            commit.setCommitter(nobody);
            commit.setEncoding(StandardCharsets.UTF_8);
            commit.setMessage("Content of a workspace\n");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id.name();
        }
    }
}
