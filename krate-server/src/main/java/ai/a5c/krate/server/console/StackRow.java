package ai.a5c.krate.server.console;

import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.server.view.StackState;

/**
 * A stack in the list and at the head of its page.
 *
 * @param badge what a review at its saving says now
 * @param title the name for people, or the name
 * @param reason the most severe reason, or empty
 */
public record StackRow(
        String name,
        Badge badge,
        String title,
        String agent,
        String model,
        String pool,
        String identity,
        int missing,
        int rules,
        String reason) {

    static StackRow of(StackState state) {
        AgentStack stack = state.stack();
        AgentStack.Spec spec = stack.spec();
        PermissionReview review = state.review();
        return new StackRow(
                stack.metadata().name(),
                badge(review),
                spec.displayName().isEmpty() ? stack.metadata().name() : spec.displayName(),
                spec.baseAgent(),
                spec.model(),
                spec.runnerPool(),
                spec.runtimeIdentity().serviceAccountRef(),
                review.yamlPreview().size(),
                state.consumers().size(),
                review.reasons().isEmpty() ? "" : review.reasons().get(0).message());
    }

    private static Badge badge(PermissionReview review) {
        return switch (review.decision()) {
            case ALLOWED -> new Badge("good", "check", "ready");
            case REQUIRES_APPROVAL -> new Badge("wait", "hand", "needs a person");
            case DENIED -> new Badge("bad", "cross", "not ready");
        };
    }
}
