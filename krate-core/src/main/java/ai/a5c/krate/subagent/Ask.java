package ai.a5c.krate.subagent;

import ai.a5c.krate.event.TaskKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An agent's request to hand work to a subagent.
 *
 * @param id what the agent calls this piece of work; the same id is the same piece
 * @param name the subagent
 * @param task as it was written
 * @param prompt what the subagent is to do
 * @param sources files that the agent was shown and wants the subagent to see
 */
public record Ask(String id, String name, String task, String prompt, List<String> sources) {

    /** The state of a lane whose work is asked for. */
    public static final String REQUESTED = "requested";

    private static final int MOST_SOURCES = 30;

    public Ask {
        sources = List.copyOf(sources);
    }

    /** The request in an event of a lane; empty if it is none. */
    public static Optional<Ask> of(String text, Map<String, String> details) {
        String id = details.getOrDefault("lane", "");
        if (!REQUESTED.equals(details.get("laneState")) || id.isEmpty()) {
            return Optional.empty();
        }
        List<String> sources = Arrays.stream(details.getOrDefault("sources", "").split("\n", -1))
                .filter(path -> !path.isBlank())
                .distinct()
                .limit(MOST_SOURCES)
                .toList();
        return Optional.of(
                new Ask(id, details.getOrDefault("laneName", ""), details.getOrDefault("task", ""), text, sources));
    }

    /** The kind of task, if there is such a kind. */
    public Optional<TaskKind> taskKind() {
        return Arrays.stream(TaskKind.values())
                .filter(kind -> kind.name().replace('_', '-').equalsIgnoreCase(task))
                .findFirst();
    }
}
