package ai.a5c.krate.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The names by which templates speak of an event. */
public final class EventFields {

    /** Every name that a template may use. */
    public static final Set<String> NAMES = Set.of(
            "repository",
            "ref",
            "branch",
            "sha",
            "baseRef",
            "type",
            "source",
            "actor.login",
            "workItem",
            "workItem.number",
            "workItem.title",
            "text");

    private EventFields() {}

    /** The values of {@code event} by name; what it does not have is empty. */
    public static Map<String, String> of(SourceEvent event) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("repository", event.repository());
        values.put("ref", event.ref().orElse(""));
        values.put("branch", event.branch().orElse(""));
        values.put("sha", event.sha().orElse(""));
        values.put("baseRef", event.baseRef().orElse(""));
        values.put("type", event.type());
        values.put("source", event.source().word());
        values.put("actor.login", event.actor().login());
        values.put("workItem", event.workItem().map(SourceEvent.WorkItem::id).orElse(""));
        values.put(
                "workItem.number",
                event.workItem().map(item -> Long.toString(item.number())).orElse(""));
        values.put(
                "workItem.title",
                event.workItem().map(SourceEvent.WorkItem::title).orElse(""));
        values.put("text", event.text().trigger());
        return values;
    }
}
