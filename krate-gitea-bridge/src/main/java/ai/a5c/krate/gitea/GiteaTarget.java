package ai.a5c.krate.gitea;

import ai.a5c.krate.source.ForgeLookup;
import ai.a5c.krate.target.Mutation;
import ai.a5c.krate.target.WriteBackTarget;
import ai.a5c.krate.target.Written;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that Krate writes to Gitea and Forgejo by their API.
 *
 * <p>What was written is found again before it is written once more: by its marker in what Krate's own account wrote, since
 * anybody can copy a marker, or by what it is, where a forge keeps only one of a kind.
 */
public final class GiteaTarget implements WriteBackTarget {

    private final Map<String, TargetAction> byName = new TreeMap<>();

    public GiteaTarget(ForgeLookup lookup) {
        this(lookup, new GiteaConnections(), InstantSource.system());
    }

    GiteaTarget(ForgeLookup lookup, GiteaConnections connections, InstantSource clock) {
        Errands errands = new Errands(lookup, connections, clock);
        List.of(
                        new CommentAction(errands),
                        new StatusCommentAction(errands),
                        new ReviewAction(errands),
                        new CommitStatusAction(errands),
                        new LabelAction(errands),
                        new ReactionAction(errands),
                        new BranchAction(errands),
                        new PullAction(errands),
                        new RerunAction(errands),
                        new CheckRerunAction(errands))
                .forEach(action -> action.actions().forEach(name -> byName.put(name, action)));
    }

    @Override
    public Set<String> actions() {
        return Set.copyOf(byName.keySet());
    }

    @Override
    public Optional<Written> find(Mutation mutation) {
        return action(mutation).find(mutation);
    }

    @Override
    public Written write(Mutation mutation) {
        return action(mutation).write(mutation);
    }

    private TargetAction action(Mutation mutation) {
        TargetAction action = byName.get(mutation.action());
        if (action == null) {
            throw Errand.failure("Unsupported", "'%s' is none of the actions of Gitea".formatted(mutation.action()));
        }
        return action;
    }
}
