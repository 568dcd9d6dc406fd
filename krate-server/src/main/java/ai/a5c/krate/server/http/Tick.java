package ai.a5c.krate.server.http;

import ai.a5c.krate.engine.ResourceDesk;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.store.Change;
import ai.a5c.krate.store.ChangeQuery;
import ai.a5c.krate.store.ResourceStore;
import ai.a5c.krate.store.StreamEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** One look at the store for all watchers: those at the same place of the same run share its reads. */
public final class Tick {

    private static final Set<RunPhase> TERMINAL = Set.of(RunPhase.SUCCEEDED, RunPhase.FAILED, RunPhase.CANCELLED);

    private final ResourceStore store;
    private final ResourceDesk desk;
    private final Renderings renderings;
    private final long version;
    private final Map<Object, Object> made = new HashMap<>();
    private final Map<String, List<StreamEvent>> events = new HashMap<>();
    private final Map<String, Boolean> terminal = new HashMap<>();

    /** A look that saw {@code version} as the store's newest before it read anything. */
    Tick(ResourceStore store, ResourceDesk desk, Renderings renderings, long version) {
        this.store = store;
        this.desk = desk;
        this.renderings = renderings;
        this.version = version;
    }

    /** The store that is looked at. */
    public ResourceStore store() {
        return store;
    }

    /** Whoever read all changes up to here has seen everything until there. */
    public long version() {
        return version;
    }

    /** The changes after {@code after}, read once for all who ask the same. */
    public List<Change> changes(ChangeQuery query, long after, int limit) {
        return once(List.of(query, after, limit), () -> store.changes(query, after, limit));
    }

    /** What {@code maker} makes, once for all who ask under an equal {@code key}, which implies the type. */
    @SuppressWarnings("unchecked")
    public <T> T once(Object key, Supplier<T> maker) {
        Object known = made.get(key);
        if (known == null) {
            known = maker.get();
            made.put(key, known);
        }
        return (T) known;
    }

    /**
     * What {@code maker} renders, once for all watchers, now and for a while.
     *
     * @param key the thing itself and its shape, nothing that is made of them may depend on anything else
     */
    public List<Piece> rendered(Object key, Supplier<List<String>> maker) {
        return renderings.of(key, maker);
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
