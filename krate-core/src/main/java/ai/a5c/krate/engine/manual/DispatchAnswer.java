package ai.a5c.krate.engine.manual;

import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.PermissionReview;

/** What became of a request to dispatch. */
public sealed interface DispatchAnswer permits DispatchAnswer.Accepted, DispatchAnswer.Denied {

    /**
     * There is a run; it waits for a person if the review wants one.
     *
     * @param again whether it was made for the same request before
     */
    record Accepted(AgentDispatchRun run, boolean again) implements DispatchAnswer {}

    /** There is none: the review denies it. The audit trail says that it was asked for. */
    record Denied(PermissionReview review) implements DispatchAnswer {}
}
