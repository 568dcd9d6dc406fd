package ai.a5c.krate.engine;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.execution.RunRequest;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.review.Policy;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the stack of a run differs from the one that it names: it is told more.
 *
 * <p>What differs is reviewed, stored as the run's snapshot and launched like any other stack.
 */
public final class Derivation {

    /** The stack as it is. */
    public static final Derivation NONE = new Derivation(List.of());

    private final List<String> labels;

    private Derivation(List<String> labels) {
        this.labels = List.copyOf(labels);
    }

    /** What {@code request} makes of its stack. */
    public static Derivation of(RunRequest request) {
        return request.contextLabels().isEmpty() ? NONE : new Derivation(request.contextLabels());
    }

    /** {@code policy} with the stack of that name as it is here. */
    public Policy on(Policy policy, String stack) {
        Optional<AgentStack> derived = labels.isEmpty()
                ? Optional.empty()
                : policy.get(AgentStack.class, stack).map(this::derived);
        return derived.map(own -> policy.changed(List.of(own), Set.of())).orElse(policy);
    }

    /** The stack of that name as it is here. */
    public Optional<AgentStack> stack(Policy policy, String name) {
        return on(policy, name).get(AgentStack.class, name);
    }

    private AgentStack derived(AgentStack stack) {
        Set<String> all = new LinkedHashSet<>(stack.spec().contextLabelRefs());
        all.addAll(labels);
        Map<String, Object> spec = new LinkedHashMap<>(Json.toTree(stack.spec()));
        spec.put("contextLabelRefs", List.copyOf(all));
        Map<String, Object> document = ResourceCodec.write(stack);
        document.put("spec", spec);
        return (AgentStack) ResourceCodec.read(KindRegistry.of(AgentStack.class), document);
    }
}
