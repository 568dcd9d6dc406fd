package ai.a5c.krate.review;

import java.util.Comparator;
import java.util.List;

/**
 * One finding of a review.
 *
 * @param decision what it does here; may be less than its code's at a moment that only warns
 * @param field what to change, as {@code AgentStack.spec.runnerPool}
 * @param message what, which and what to do, for people
 * @param chain what led there: stack, secret, key
 */
public record ReviewReason(ReasonCode code, Decision decision, String field, String message, List<String> chain)
        implements Comparable<ReviewReason> {

    private static final Comparator<ReviewReason> ORDER = Comparator.comparing(
                    ReviewReason::decision, Comparator.reverseOrder())
            .thenComparing(ReviewReason::code)
            .thenComparing(ReviewReason::field)
            .thenComparing(ReviewReason::message)
            .thenComparing(reason -> String.join("\n", reason.chain()));

    public ReviewReason {
        chain = List.copyOf(chain);
    }

    /** The most severe first, then by code and text. */
    @Override
    public int compareTo(ReviewReason other) {
        return ORDER.compare(this, other);
    }
}
