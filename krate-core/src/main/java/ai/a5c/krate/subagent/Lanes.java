package ai.a5c.krate.subagent;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lanes of a run, made of its timeline; the same events give the same lanes. */
public final class Lanes {

    private static final int MOST = 1_000;

    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    /** Takes note of the next event of the run's timeline. */
    public void hear(String type, String text, Map<String, String> details) {
        String id = details.getOrDefault("lane", "");
        if (id.isEmpty() || (!lanes.containsKey(id) && lanes.size() >= MOST)) {
            return;
        }
        lanes.put(id, lanes.getOrDefault(id, Lane.of(id)).heard(type, text, details));
    }

    /** The lanes so far, in the order in which they began. */
    public List<Lane> all() {
        return List.copyOf(lanes.values());
    }
}
