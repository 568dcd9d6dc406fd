package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevWalk;

/** How many commits a head and its upstream have that the other lacks, counted up to a limit. */
record Divergence(int ahead, int behind) {

    private static final int MOST = 10_000;

    static Divergence of(RevWalk walk, String head, Optional<String> upstream) throws IOException {
        if (head.isEmpty() || upstream.isEmpty()) {
            return new Divergence(0, 0);
        }
        return new Divergence(count(walk, head, upstream.get()), count(walk, upstream.get(), head));
    }

    private static int count(RevWalk walk, String of, String without) throws IOException {
        walk.reset();
        walk.markStart(walk.parseCommit(ObjectId.fromString(of)));
        walk.markUninteresting(walk.parseCommit(ObjectId.fromString(without)));
        int count = 0;
        while (count < MOST && walk.next() != null) {
            count++;
        }
        return count;
    }
}
