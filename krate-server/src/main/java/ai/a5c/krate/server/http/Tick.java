package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One look at the store for all watchers: those at the same place of the same run share its reads. */
final class Tick {

    private static final Set<RunPhase> TERMINAL = Set.of(RunPhase.SUCCEEDED, RunPhase.FAILED, RunPhase.CANCELLED);

    private final ResourceStore store;
    private final ResourceDesk desk;
    private final Map<String, List<StreamEvent>> events = new HashMap<>();
    private final Map<String, Boolean> terminal = new HashMap<>();

    Tick(ResourceStore store, ResourceDesk desk) {
        this.store = store;
        this.desk = desk;
    }

    ResourceStore store() {
        return store;
    }

    List<StreamEvent> events(String stream, long after, int limit) {
        return events.computeIfAbsent(stream + "\n" + after + "\n" + limit, key -> store.events(stream, after, limit));
    }

    /** Whether the run has ended or is gone. */
    boolean terminal(String namespace, String run) {
        return terminal.computeIfAbsent(
                namespace + "/" + run,
                key -> desk.get(AgentDispatchRun.class, namespace, run)
                        .map(found -> TERMINAL.contains(found.status().phase()))
                        .orElse(true));
    }
}
