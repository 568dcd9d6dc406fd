package ai.a5c.krate.engine;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.RunRequest;
import ai.a5c.krate.registry.KindRegistry;
import ai.a5c.krate.registry.ResourceCodec;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.subagent.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the stack of a run differs from the one that it names: it is told more, or it is a subagent's part of it.
 *
 * <p>What differs is reviewed, stored as the run's snapshot and launched like any other stack.
 */
public final class Derivation {

    /** The stack as it is. */
    public static final Derivation NONE = new Derivation(List.of(), List.of());

    private static final int DEEPEST = 10;

    private final List<String> labels;
    private final List<String> line;

    private Derivation(List<String> labels, List<String> line) {
        this.labels = List.copyOf(labels);
        this.line = List.copyOf(line);
    }

    /**
     * What {@code request} makes of its stack.
     *
     * @param parent the run that it comes from; its subagents stand above the request's
     */
    public static Derivation of(Desk desk, String namespace, RunRequest request, String parent) {
        List<String> line = new ArrayList<>();
        String name = request.subagent();
        Optional<AgentDispatchRun> above = desk.get(AgentDispatchRun.class, namespace, parent);
        while (!name.isEmpty() && line.size() < DEEPEST) {
            line.add(0, name);
            name = above.map(run -> run.spec().request().subagent()).orElse("");
            above = above.flatMap(run ->
                    desk.get(AgentDispatchRun.class, namespace, run.spec().parentRun()));
        }
        return new Derivation(request.contextLabels(), line);
    }

    /** What {@code run} makes of its stack. */
    public static Derivation of(Desk desk, AgentDispatchRun run) {
        return of(
                desk,
                run.metadata().namespace(),
                run.spec().request(),
                run.spec().parentRun());
    }

    /** The subagents from the stack down to this one. */
    public List<String> line() {
        return line;
    }

    /** {@code policy} with the stack of that name as it is here; without it where a subagent of it is not there. */
    public Policy on(Policy policy, String stack) {
        Optional<AgentStack> whole = policy.get(AgentStack.class, stack);
        if (whole.isEmpty() || (labels.isEmpty() && line.isEmpty())) {
            return policy;
        }
        Optional<AgentStack> part = whole;
        for (String name : line) {
            Optional<AgentSubagent> subagent = policy.get(AgentSubagent.class, name);
            part = part.flatMap(above -> subagent.map(one -> Part.of(above, one)));
        }
        return part.map(one -> policy.changed(List.of(labelled(one)), Set.of()))
                .orElseGet(() -> policy.changed(List.of(), Set.of(whole.get().key())));
    }

    /** The stack of that name as it is here. */
    public Optional<AgentStack> stack(Policy policy, String name) {
        return on(policy, name).get(AgentStack.class, name);
    }

    private AgentStack labelled(AgentStack stack) {
        Set<String> all = new LinkedHashSet<>(stack.spec().contextLabelRefs());
        if (!all.addAll(labels)) {
            return stack;
        }
        Map<String, Object> spec = new LinkedHashMap<>(Json.toTree(stack.spec()));
        spec.put("contextLabelRefs", List.copyOf(all));
        Map<String, Object> document = ResourceCodec.write(stack);
        document.put("spec", spec);
        return (AgentStack) ResourceCodec.read(KindRegistry.of(AgentStack.class), document);
    }
}
