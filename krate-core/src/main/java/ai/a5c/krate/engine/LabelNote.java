package ai.a5c.krate.engine;

import ai.a5c.krate.kind.agents.AgentContextLabel;
import ai.a5c.krate.resource.Condition;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the instruction of a context label may be told as it stands: where it wants a review, only once a reviewer or an
 * administrator has saved it.
 *
 * <p>Reviewers count who were named by somebody that might; else everybody who may write could name themselves.
 */
final class LabelNote {

    private static final String REVIEWED = "Reviewed";
    private static final String AWAITING_REVIEW = "AwaitingReview";
    private static final String AWAITING_ADMINISTRATOR = "AwaitingAdministrator";

    private LabelNote() {}

    /** {@code next} with the condition, where it wants a review or did. */
    static AgentContextLabel on(
            Optional<AgentContextLabel> before, AgentContextLabel next, Caller caller, Instant now) {
        Optional<Condition> known = before.flatMap(AgentContextLabel::reviewed);
        if (!next.spec().requiresReview() && known.isEmpty()) {
            return next;
        }
        boolean same = before.filter(old -> old.spec().equals(next.spec())).isPresent();
        boolean settled = known.filter(condition -> !condition.reason().equals(AWAITING_ADMINISTRATOR))
                .isPresent();
        boolean reviewer = settled
                && before.filter(old -> old.spec().reviewers().contains(caller.name()))
                        .isPresent();
        long generation = before.map(old -> old.metadata().generation()).orElse(0L) + (same ? 0 : 1);
        if (caller.administrator() || reviewer) {
            return same
                            && known.filter(condition -> condition.status().equals("True"))
                                    .isPresent()
                    ? next
                    : noted(next, REVIEWED, "%s has saved it".formatted(caller.name()), generation, now);
        }
        if (same) {
            return next;
        }
        boolean sameReviewers = before.filter(
                        old -> old.spec().reviewers().equals(next.spec().reviewers()))
                .isPresent();
        return settled && sameReviewers
                ? noted(next, AWAITING_REVIEW, "it counts once a reviewer has saved it", generation, now)
                : noted(
                        next,
                        AWAITING_ADMINISTRATOR,
                        "it counts once an administrator has saved it with its reviewers",
                        generation,
                        now);
    }

    private static AgentContextLabel noted(
            AgentContextLabel label, String reason, String message, long generation, Instant now) {
        String status = reason.equals(REVIEWED) ? "True" : "False";
        return label.with(new Condition(AgentContextLabel.REVIEWED, status, reason, message, generation, now));
    }
}
