package ai.a5c.krate.gitea;

import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.Written;
import java.util.Optional;
import java.util.Set;

/** A family of actions at a forge. */
interface TargetAction {

    /** As mutations name them. */
    Set<String> actions();

    /** What an earlier try left at the forge. */
    Optional<Written> find(Mutation mutation);

    /** Performs it, unless an earlier try has. */
    Written write(Mutation mutation);
}
