package ai.a5c.krate.engine.action;

import ai.a5c.krate.dispatch.RunSituation.Review;
import ai.a5c.krate.engine.Caller;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Reviewed;
import ai.a5c.krate.engine.Standing;
import ai.a5c.krate.kind.agents.Repository;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.PermissionReview;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is said to somebody who wants an agent to start in a run.
 *
 * @param denial why it is denied; empty if it is not
 */
record Judged(Review review, String denial) {

    /** What {@code caller} is told: they need the trust that the run has, and what the permission review says. */
    static Judged of(Records records, AgentDispatchRun run, Reviewed reviewed, Caller caller) {
        Optional<Standing> standing = records.get(
                        Repository.class, run.metadata().namespace(), run.spec().repository())
                .map(repository -> Standing.of(records, caller, repository));
        return standing.filter(own -> own.trust().compareTo(run.spec().trust()) < 0)
                .map(own -> new Judged(
                        Review.DENIED,
                        "RunTrustedMore (the run is trusted more than its asker would be: %s)".formatted(own.reason())))
                .orElseGet(() -> of(reviewed.review()));
    }

    private static Judged of(PermissionReview review) {
        return switch (review.decision()) {
            case ALLOWED -> new Judged(Review.ALLOWED, "");
            case REQUIRES_APPROVAL -> new Judged(Review.NEEDS_APPROVAL, "");
            case DENIED ->
                new Judged(
                        Review.DENIED,
                        review.reasons().stream()
                                .map(reason -> "%s (%s)".formatted(reason.code().code(), reason.message()))
                                .collect(Collectors.joining("; ")));
        };
    }
}
