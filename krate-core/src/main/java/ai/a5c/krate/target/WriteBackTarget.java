package ai.a5c.krate.target;

import java.util.Optional;
import java.util.Set;

/** A place that approved mutations are written to; acting twice under one marker must be found out by looking. */
public interface WriteBackTarget {

    /** The actions that this target can perform, such as {@code branch-push}, {@code issue-comment}. */
    Set<String> actions();

    /**
     * What an earlier try under this marker left behind on the remote side.
     *
     * @throws TargetException if the remote side cannot be asked
     */
    Optional<Written> find(Mutation mutation);

    /**
     * Performs the mutation once.
     *
     * @throws TargetException if it was refused or may not have happened; {@link #find} tells
     */
    Written write(Mutation mutation);
}
