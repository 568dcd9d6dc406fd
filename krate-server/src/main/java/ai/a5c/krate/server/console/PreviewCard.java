package ai.a5c.krate.server.console;

import ai.a5c.krate.engine.manual.Preview;
import ai.a5c.krate.kind.execution.AgentContextBundle;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.PermissionReview;
import java.util.List;
import java.util.Locale;

/**
 * What would come of a dispatch.
 *
 * @param possible whether there would be a run
 * @param context where every part of what the agent is told comes from
 * @param prompt the same as the agent reads it, redacted
 */
public record PreviewCard(
        Badge outcome,
        boolean possible,
        AgentDispatchRun.Spec run,
        String trust,
        String trustReason,
        List<Reason> reasons,
        AgentContextBundle.Spec context,
        String prompt) {

    public PreviewCard {
        reasons = List.copyOf(reasons);
    }

    static PreviewCard of(Preview preview) {
        return new PreviewCard(
                Badge.word(preview.outcome()),
                !preview.outcome().equals("denied"),
                preview.run().spec(),
                preview.run().spec().trust().name().toLowerCase(Locale.ROOT),
                preview.trustReason(),
                reasons(preview.review()),
                preview.context().spec(),
                preview.prompt());
    }

    static List<Reason> reasons(PermissionReview review) {
        return review.reasons().stream()
                .map(reason ->
                        new Reason(Badge.of(reason.decision()), reason.code().code(), reason.field(), reason.message()))
                .toList();
    }

    /** One finding of the review. */
    public record Reason(Badge badge, String code, String field, String message) {}
}
