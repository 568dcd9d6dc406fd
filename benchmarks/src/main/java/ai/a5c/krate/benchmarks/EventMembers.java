package ai.a5c.krate.benchmarks;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.SourceEvent;
import java.util.List;
import java.util.Map;

/** An event as the plain values that other engines read. */
final class EventMembers {

    private EventMembers() {}

    static Map<String, Object> of(SourceEvent event) {
        return Map.of(
                "source", event.source().word(),
                "type", event.type(),
                "repository", event.repository(),
                "branch", event.branch().orElse(""),
                "mention", List.copyOf(event.mentions()),
                "label", List.copyOf(event.labels()),
                "workflow", event.ci().map(Ci::workflow).orElse(""),
                "job", event.ci().map(Ci::job).orElse(""));
    }
}
