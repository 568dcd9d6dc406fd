package ai.a5c.krate.engine.subagent;

import ai.a5c.krate.engine.Derivation;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.agents.AgentStack;
import ai.a5c.krate.kind.agents.AgentSubagent;
import ai.a5c.krate.kind.agents.RunnerPool;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.review.Policy;
import ai.a5c.krate.store.Query;
import ai.a5c.krate.subagent.Ask;
import ai.a5c.krate.subagent.Asks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what the decision about a subagent follows from, under the lock of the stack. */
final class Family {

    private static final String[] ACTIVE = {"pending", "queued", "running", "waiting-for-approval", "blocked"};

    private final Records records;
    private final AgentDispatchRun parent;
    private final String attempt;

    /** The family of {@code parent}, whose attempt of that name asks. */
    Family(Records records, AgentDispatchRun parent, String attempt) {
        this.records = records;
        this.parent = parent;
        this.attempt = attempt;
    }

    /** Makes everybody wait who starts subagents of the same stack. */
    void lock() {
        records.transaction()
                .lock("subagent/%s/%s"
                        .formatted(parent.metadata().namespace(), parent.spec().agentStack()));
    }

    Asks.Facts facts(Ask ask, Derivation derivation, Policy policy) {
        Optional<AgentStack> stack = derivation.stack(policy, parent.spec().agentStack());
        return new Asks.Facts(
                isOver(),
                derivation.line(),
                stack.map(one -> Set.copyOf(one.spec().subagentRefs())).orElse(Set.of()),
                policy.get(AgentSubagent.class, ask.name()),
                counts(ask),
                policy.get(RunnerPool.class, parent.spec().runnerPool())
                        .map(pool -> pool.spec().maxReplicas())
                        .orElse(0));
    }

    private boolean isOver() {
        return parent.status().finishedAt() != null
                || parent.status().cancelRequested()
                || records.get(AgentDispatchAttempt.class, parent.metadata().namespace(), attempt)
                        .filter(one -> one.status().finishedAt() == null)
                        .isEmpty();
    }

    private Asks.Counts counts(Ask ask) {
        List<AgentDispatchRun> active = records
                .list(
                        AgentDispatchRun.class,
                        Query.of("AgentDispatchRun", parent.metadata().namespace())
                                .whereField("spec.agentStack", parent.spec().agentStack())
                                .whereField("status.phase", ACTIVE))
                .stream()
                .filter(run -> !run.spec().request().subagent().isEmpty())
                .toList();
        return new Asks.Counts(
                parent.status().childRuns().size(),
                family(),
                (int) active.stream()
                        .filter(run ->
                                run.spec().parentRun().equals(parent.metadata().name()))
                        .count(),
                (int) active.stream()
                        .filter(run -> run.spec().request().subagent().equals(ask.name()))
                        .count(),
                active.size());
    }

    /** How many runs came of the first one of the family, as far as it matters. */
    private int family() {
        AgentDispatchRun root = parent;
        for (int i = 0;
                i < Asks.DEEPEST + 1 && !root.spec().request().subagent().isEmpty();
                i++) {
            Optional<AgentDispatchRun> above = run(root.spec().parentRun());
            if (above.isEmpty()) {
                break;
            }
            root = above.get();
        }
        Deque<AgentDispatchRun> open = new ArrayDeque<>(List.of(root));
        int count = 0;
        while (!open.isEmpty() && count <= Asks.FAMILY) {
            for (String child : open.removeFirst().status().childRuns()) {
                count++;
                run(child).ifPresent(open::addLast);
            }
        }
        return count;
    }

    private Optional<AgentDispatchRun> run(String name) {
        return records.get(AgentDispatchRun.class, parent.metadata().namespace(), name);
    }
}
