package ai.a5c.krate.engine.intake;

import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.Decision;
import ai.a5c.krate.review.PermissionReview;
import java.util.stream.Collectors;

/** A run that is ready to be committed: reviewed, its context assembled and stored. */
record Draft(AgentDispatchRun run, AgentContextBundle bundle, Reviewed reviewed) {

    PermissionReview review() {
        return reviewed.review();
    }

    String name() {
        return run.metadata().name();
    }

    boolean isDenied() {
        return review().decision() == Decision.DENIED;
    }

    /** Why the review denies it. */
    String denial() {
        return "PermissionDenied: "
                + review().reasons().stream()
                        .map(reason -> reason.code().code() + " (" + reason.message() + ")")
                        .collect(Collectors.joining("; "));
    }
}
