package ai.a5c.krate.writeback;

import ai.a5c.krate.digest.Digest;

/**
 * One thing that would change outside, as data.
 *
 * @param ordinal its place among the run's write-backs
 * @param action such as {@code issue-comment} or {@code branch-push}
 * @param target what it changes, with organization and repository
 * @param artifact digest of the bytes that would be written
 */
public record Mutation(int ordinal, String action, String target, Digest artifact) {

    public Mutation {
        if (ordinal < 0) {
            throw new IllegalArgumentException("a mutation's ordinal must not be negative, got " + ordinal);
        }
        if (action.isBlank() || target.isBlank()) {
            throw new IllegalArgumentException("mutation %d needs an action and a target".formatted(ordinal));
        }
    }
}
