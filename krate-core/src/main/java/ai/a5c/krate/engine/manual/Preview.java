package ai.a5c.krate.engine.manual;

import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.PermissionReview;

/**
 * What would come of a request; nothing of it is stored.
 *
 * @param run the run that would be made if nothing stood in the way
 * @param context what its agent would be told: where every part comes from, what is left out, what looks odd
 * @param prompt the same as the agent reads it, redacted
 * @param trustReason why the work is trusted so far and no further
 */
public record Preview(
        AgentDispatchRun run, AgentContextBundle context, String prompt, PermissionReview review, String trustReason) {

    /** Does not print the prompt. */
    @Override
    public String toString() {
        return "Preview[%s, %s]".formatted(run.key(), review.decision());
    }

    /** What would become of it: {@code queued}, {@code waiting-for-approval} or {@code denied}. */
    public String outcome() {
        return switch (review.decision()) {
            case ALLOWED -> "queued";
            case REQUIRES_APPROVAL -> "waiting-for-approval";
            case DENIED -> "denied";
        };
    }
}
