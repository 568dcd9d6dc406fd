package ai.a5c.krate.git.jgit;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;

/** Finds refs of a mirror by their full names, or as branches and tags. */
final class MirrorRefs {

    private MirrorRefs() {}

    static Optional<Ref> find(Repository repository, String name) throws IOException {
        List<String> candidates = name.equals(Constants.HEAD)
                ? List.of(name)
                : List.of(name, Constants.R_HEADS + name, Constants.R_TAGS + name);
        for (String candidate : candidates) {
            boolean named = candidate.equals(Constants.HEAD) || RefNames.isKeepable(candidate);
            Ref ref = named ? repository.exactRef(candidate) : null;
            if (ref != null && ref.getObjectId() != null) {
                return Optional.of(ref);
            }
        }
        return Optional.empty();
    }

    /** The commit that a branch, tag, full ref or object id names; empty if it has none. */
    static Optional<String> commit(Repository repository, String revision) throws IOException {
        Optional<ObjectId> id = RefNames.isObjectId(revision)
                ? Optional.of(ObjectId.fromString(revision))
                : find(repository, revision).map(Ref::getObjectId);
        if (id.isEmpty() || !repository.getObjectDatabase().has(id.get())) {
            return Optional.empty();
        }
        try (RevWalk walk = new RevWalk(repository)) {
            RevObject object = walk.peel(walk.parseAny(id.get()));
            return object instanceof RevCommit ? Optional.of(object.name()) : Optional.empty();
        }
    }
}
