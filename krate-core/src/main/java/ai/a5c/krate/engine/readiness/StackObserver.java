package ai.a5c.krate.engine.readiness;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Reviews;
import ai.a5c.krate.kind.agents.AgentMcpServer;
import ai.a5c.krate.kind.agents.AgentMcpServer.Health;
import ai.a5c.krate.kind.agents.AgentSkill;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.review.PermissionReview;
import ai.a5c.krate.review.ReviewRequest;
import ai.a5c.krate.review.StackConditions;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The conditions of stacks: what a review says to each as if it were saved now. */
final class StackObserver {

    private final Reviews reviews;
    private final Inventory inventory;
    private final Instant now;

    StackObserver(Desk desk, Inventory inventory, Instant now) {
        this.reviews = new Reviews(desk);
        this.inventory = inventory;
        this.now = now;
    }

    PermissionReview review(AgentStack stack) {
        ReviewRequest request = ReviewRequest.ofStack(
                stack.spec().organizationRef(), "krate", stack.metadata().name());
        return reviews.review(inventory.namespace(), request, Set.of());
    }

    Observation observe(AgentStack stack, PermissionReview review) {
        return new Observation(
                stack,
                StackConditions.of(review, unprobed(stack), stack.metadata().generation(), now));
    }

    /** The servers that the stack, its skills and its subagents use and of which nothing was heard yet. */
    private SortedSet<String> unprobed(AgentStack stack) {
        SortedSet<String> servers = new TreeSet<>(stack.spec().mcpServerRefs());
        Set<String> skills = new HashSet<>(stack.spec().skillRefs());
        for (String name : stack.spec().subagentRefs()) {
            inventory.named(AgentSubagent.class, name).ifPresent(subagent -> {
                servers.addAll(subagent.spec().mcpServerRefs());
                skills.addAll(subagent.spec().skillRefs());
            });
        }
        skills.forEach(name -> servers.addAll(inventory
                .named(AgentSkill.class, name)
                .map(skill -> skill.spec().requiredMcpServers())
                .orElse(List.of())));
        servers.removeIf(name -> inventory
                .named(AgentMcpServer.class, name)
                .filter(server -> server.status().health() == Health.UNKNOWN)
                .isEmpty());
        return servers;
    }
}
