package ai.a5c.krate.server.console;

import java.util.List;

/** Everything on the page of a run's lanes. */
public record LanesPage(Shell shell, String run, List<LaneRow> lanes) {

    public LanesPage {
        lanes = List.copyOf(lanes);
    }
}
