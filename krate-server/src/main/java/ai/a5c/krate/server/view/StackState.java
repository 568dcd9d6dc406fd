package ai.a5c.krate.server.view;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentTriggerRule;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRequest;
import java.util.List;
import java.util.Set;

/**
 * A stack, what a review at its saving says now, and who would miss it.
 *
 * @param consumers rules that make it run, as {@code Kind/name}
 */
public record StackState(AgentStack stack, PermissionReview review, List<String> consumers) {

    public StackState {
        consumers = List.copyOf(consumers);
    }

    /** The state of {@code stack} as {@code actor} would find it now. */
    public static StackState of(AgentStack stack, ResourceDesk desk, Reviews reviews, String actor) {
        String namespace = stack.metadata().namespace();
        String name = stack.metadata().name();
        PermissionReview review =
                reviews.review(namespace, ReviewRequest.ofStack(desk.organizationOf(namespace), actor, name), Set.of());
        List<String> rules = desk.all(AgentTriggerRule.class, namespace).stream()
                .filter(rule -> rule.spec().agentStack().equals(name))
                .map(Words::ref)
                .toList();
        return new StackState(stack, review, rules);
    }

    /** The stored conditions: what was observed last. */
    public List<Condition> conditions() {
        return stack.status().conditions();
    }
}
