package ai.a5c.krate.approval;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * What one person said.
 *
 * @param actor their identity, not their display name
 * @param ordinals which of the effects they said yes to
 */
public record Vote(String actor, Verdict verdict, List<Integer> ordinals, Instant at) {

    /** Yes or no. */
    public enum Verdict {
        APPROVE,
        DENY
    }

    public Vote {
        ordinals = List.copyOf(new TreeSet<>(ordinals));
        if (actor.isBlank()) {
            throw new IllegalArgumentException("a vote needs an actor");
        }
    }
}
