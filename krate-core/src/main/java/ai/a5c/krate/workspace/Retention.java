package ai.a5c.krate.workspace;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Decides what becomes of a workspace in which nobody works. */
public final class Retention {

    private Retention() {}

    /** What becomes of {@code workspace} at {@code now}; work that is nowhere else is archived, never removed unasked. */
    public static Verdict of(Policy policy, Kept workspace, Instant now) {
        if (workspace.pinned()) {
            return new Keep(Optional.empty(), "it is pinned");
        }
        Optional<Outcome> named = workspace.outcome().filter(policy.cleanupOn()::contains);
        if (named.isPresent()) {
            return new Remove("the policy removes it after " + Words.of(named.get()));
        }
        Optional<String> end = end(policy, workspace, now);
        if (end.isEmpty()) {
            return new Keep(Optional.of(workspace.lastActivity().plus(policy.maxAge())), "it is not old enough");
        }
        return workspace.holdsWork() ? new Archive(end.get()) : new Remove(end.get());
    }

    private static Optional<String> end(Policy policy, Kept workspace, Instant now) {
        if (!now.isBefore(workspace.lastActivity().plus(policy.maxAge()))) {
            return Optional.of("nothing was done in it for " + policy.maxAge());
        }
        if (policy.maxCount() > 0 && workspace.newer() >= policy.maxCount()) {
            return Optional.of("%d newer ones of its work item are kept".formatted(workspace.newer()));
        }
        return policy.maxBytes() > 0 && workspace.bytes() > policy.maxBytes()
                ? Optional.of("it has %d bytes; at most %d are allowed".formatted(workspace.bytes(), policy.maxBytes()))
                : Optional.empty();
    }

    /** How the attempt that was in it last ended. */
    public enum Outcome {
        SUCCESS,
        FAILURE,
        CANCELLATION
    }

    /**
     * How long workspaces are kept.
     *
     * @param maxCount of a work item; 0 for no limit
     * @param maxBytes 0 for no limit
     * @param cleanupOn outcomes after which one goes at once, with whatever is in it
     */
    public record Policy(Duration maxAge, int maxCount, long maxBytes, Set<Outcome> cleanupOn) {

        public Policy {
            cleanupOn = Set.copyOf(cleanupOn);
        }
    }

    /**
     * A workspace that is kept.
     *
     * @param holdsWork whether there is work in it that is nowhere else
     * @param newer how many of its work item were used after it
     * @param outcome empty if no attempt worked in it
     */
    public record Kept(
            boolean pinned,
            boolean holdsWork,
            Instant lastActivity,
            long bytes,
            int newer,
            Optional<Outcome> outcome) {}

    /** What becomes of it. */
    public sealed interface Verdict {

        /** Why, for people. */
        String reason();
    }

    /** It stays, and is looked at again then. */
    public record Keep(Optional<Instant> until, String reason) implements Verdict {}

    /** It goes, with whatever is in it. */
    public record Remove(String reason) implements Verdict {}

    /** What is in it is kept as a blob, and its directory goes. */
    public record Archive(String reason) implements Verdict {}
}
