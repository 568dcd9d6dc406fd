package ai.a5c.krate.engine.subagent;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.json.Json;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.store.StreamEvent;
import ai.a5c.krate.subagent.Lane;
import ai.a5c.krate.subagent.Lanes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the subagents of a run, those of the runtime and those that are runs, as lanes alike. */
public final class LaneReader {

    private static final int PAGE = 1_000;
    private static final int MOST_EVENTS = 100_000;
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");

    private final Desk desk;

    public LaneReader(Desk desk) {
        this.desk = desk;
    }

    /** The lanes of {@code run}, in the order in which they began. */
    public List<Lane> lanes(AgentDispatchRun run) {
        Lanes lanes = new Lanes();
        String stream =
                Journal.stream(run.metadata().namespace(), run.metadata().name());
        long place = 0;
        List<StreamEvent> page;
        do {
            page = desk.ports().store().events(stream, place, PAGE);
            page.forEach(event -> hear(lanes, event));
            place += page.size();
        } while (page.size() == PAGE && place < MOST_EVENTS);
        boolean over = run.status().finishedAt() != null;
        return lanes.all().stream().map(lane -> now(run, lane, over)).toList();
    }

    private static void hear(Lanes lanes, StreamEvent event) {
        Map<String, String> details = new LinkedHashMap<>();
        Json.readObject(event.document()).forEach((name, value) -> details.put(name, String.valueOf(value)));
        lanes.hear(event.type(), details.getOrDefault("text", ""), details);
    }

    /** A run's lane as the run stands; one of the runtime's that is open when its run is over has been cut off. */
    private Lane now(AgentDispatchRun run, Lane lane, boolean over) {
        if (lane.isRun()) {
            return desk.get(AgentDispatchRun.class, run.metadata().namespace(), lane.run())
                    .map(child ->
                            lane.spent(child.status().costUsd(), child.status().tokens()))
                    .orElse(lane);
        }
        return over && !ENDED.contains(lane.state()) ? lane.in("cancelled") : lane;
    }
}
