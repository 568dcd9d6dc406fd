package ai.a5c.krate.server.view;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentTriggerExecution;
import ai.a5c.krate.kind.execution.WebhookDelivery;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.store.Query;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What came of a delivery: what was decided when it came, and what was decided of it later.
 *
 * @param executions the first ones first
 */
public record Outcome(List<AgentTriggerExecution> executions, List<AgentDispatchRun> runs) {

    /** The most that is shown of what was decided later. */
    private static final int MOST = 100;

    public Outcome {
        executions = List.copyOf(executions);
        runs = List.copyOf(runs);
    }

    /** What is known to have come of {@code delivery}. */
    public static Outcome of(WebhookDelivery delivery, ResourceDesk desk) {
        String namespace = delivery.metadata().namespace();
        Set<String> decided = new LinkedHashSet<>(delivery.status().executions());
        Query later = Query.of("AgentTriggerExecution", namespace)
                .whereField("spec.delivery", delivery.metadata().name())
                .limit(MOST);
        desk.list(later).items().forEach(one -> decided.add(one.metadata().name()));
        List<AgentTriggerExecution> executions = found(desk, AgentTriggerExecution.class, namespace, decided);
        Set<String> started = new LinkedHashSet<>(delivery.status().runs());
        executions.stream()
                .map(execution -> execution.spec().dispatchRun())
                .filter(run -> !run.isEmpty())
                .forEach(started::add);
        return new Outcome(executions, found(desk, AgentDispatchRun.class, namespace, started));
    }

    private static <R extends Resource> List<R> found(
            ResourceDesk desk, Class<R> kind, String namespace, Collection<String> names) {
        return names.stream()
                .flatMap(name -> desk.get(kind, namespace, name).stream())
                .toList();
    }
}
