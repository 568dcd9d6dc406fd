package ai.a5c.krate.server.console;

import ai.a5c.krate.subagent.Lane;
import java.util.List;
import java.util.Locale;

/**
 * One subagent's work in a run.
 *
 * @param run the run that Krate made for it; empty where the runtime does the work
 * @param spent what it cost as far as that is known
 */
public record LaneRow(String name, Badge badge, String task, String run, int items, String spent, String note) {

    static List<LaneRow> of(List<Lane> lanes) {
        return lanes.stream().map(LaneRow::of).toList();
    }

    private static LaneRow of(Lane lane) {
        return new LaneRow(
                lane.name().isEmpty() ? lane.id() : lane.name(),
                Badge.word(lane.state()),
                lane.task(),
                lane.run(),
                lane.items(),
                lane.costUsd() > 0 || lane.tokens() > 0
                        ? String.format(Locale.ROOT, "$%.4f, %d tokens", lane.costUsd(), lane.tokens())
                        : "",
                lane.note());
    }
}
