package ai.a5c.krate.subagent;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The work of one subagent in a run, whether the runtime started it or Krate did.
 *
 * @param id what the agent calls it
 * @param name the subagent
 * @param state requested, started, succeeded, failed or cancelled
 * @param task the kind of task; empty where the runtime does not say
 * @param run the run that Krate made for it; empty where the runtime does it
 * @param items how many events of the run's timeline belong to it
 * @param costUsd what it has cost as far as it is known
 * @param note what came of it, in words
 */
public record Lane(
        String id,
        String name,
        String state,
        String task,
        String run,
        int items,
        double costUsd,
        long tokens,
        String note) {

    static Lane of(String id) {
        return new Lane(id, "", "started", "", "", 0, 0, 0, "");
    }

    /** Whether Krate made a run for it. */
    public boolean isRun() {
        return !run.isEmpty();
    }

    /** The same as its own run says. */
    public Lane spent(double cost, long used) {
        return new Lane(id, name, state, task, run, items, costUsd + cost, tokens + used, note);
    }

    /** The same in another state. */
    public Lane in(String other) {
        return new Lane(id, name, other, task, run, items, costUsd, tokens, note);
    }

    Lane heard(String type, String text, Map<String, String> details) {
        boolean turn = type.equals("lane");
        return new Lane(
                id,
                details.getOrDefault("laneName", name),
                turn ? details.getOrDefault("laneState", state) : state,
                details.getOrDefault("task", task),
                details.getOrDefault("childRun", run),
                items + 1,
                costUsd + number(details.get("costUsd")),
                tokens + (long) number(details.get("tokens")),
                turn && !text.isEmpty() ? text : note);
    }

    private static double number(@Nullable String text) {
        try {
            double value = text == null ? 0 : Double.parseDouble(text);
            return value >= 0 && value < 1e9 ? value : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
