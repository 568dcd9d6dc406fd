package ai.a5c.krate.gitea.standin;

import java.time.Instant;
import java.util.List;

/**
 * A review on the stand-in forge.
 *
 * @param state COMMENT, APPROVED, REQUEST_CHANGES or PENDING
 */
public record StandInReview(
        long id, long pull, String login, String state, String body, String commit, List<Inline> comments, Instant at) {

    /** A review's comment on a line; one of the positions is 0. */
    public record Inline(long id, String path, long newPosition, long oldPosition, String body) {}

    public StandInReview {
        comments = List.copyOf(comments);
    }
}
