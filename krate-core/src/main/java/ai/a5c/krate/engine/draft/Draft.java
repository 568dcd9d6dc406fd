package ai.a5c.krate.engine.draft;

import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.PermissionReview;
import java.util.stream.Collectors;

/** A run that is ready to be committed: reviewed, its context assembled and stored. */
public record Draft(AgentDispatchRun run, AgentContextBundle bundle, Reviewed reviewed) {

    /** What was decided about its permissions. */
    public PermissionReview review() {
        return reviewed.review();
    }

    /** Whether the review denies it. */
    public boolean isDenied() {
        return review().decision() == Decision.DENIED;
    }

    /** Why the review denies it. */
    public String denial() {
        return denial(review());
    }

    /** Why {@code review} denies. */
    public static String denial(PermissionReview review) {
        return "PermissionDenied: "
                + review.reasons().stream()
                        .map(reason -> reason.code().code() + " (" + reason.message() + ")")
                        .collect(Collectors.joining("; "));
    }
}
