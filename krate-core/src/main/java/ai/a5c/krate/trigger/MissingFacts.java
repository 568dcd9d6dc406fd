package ai.a5c.krate.trigger;

import ai.a5c.krate.event.SourceEvent;
import java.util.ArrayList;
import java.util.List;

/** What is not known about an event, by the names of its fields. */
final class MissingFacts {

    private MissingFacts() {}

    static List<String> of(SourceEvent event) {
        List<String> missing = new ArrayList<>();
        if (event.actor().permission().equals("unknown")) {
            missing.add("actor.permission");
        }
        if (event.branch().isEmpty()) {
            missing.add("branch");
        }
        if (event.paths().isEmpty()) {
            missing.add("paths");
        }
        if (event.sha().isEmpty()) {
            missing.add("sha");
        }
        if (event.workItem().isEmpty()) {
            missing.add("workItem");
        }
        return missing;
    }
}
