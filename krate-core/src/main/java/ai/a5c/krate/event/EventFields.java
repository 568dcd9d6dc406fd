package ai.a5c.krate.event;

import ai.a5c.krate.event.SourceEvent.WorkItem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The names by which templates speak of an event. */
public final class EventFields {

    private static final Map<String, Function<SourceEvent, String>> FIELDS = fields();

    /** Every name that a template may use. */
    public static final Set<String> NAMES = Collections.unmodifiableSet(FIELDS.keySet());

    private EventFields() {}

    /** The values of {@code event} by name; what it does not have is empty. */
    public static Map<String, String> of(SourceEvent event) {
        Map<String, String> values = new LinkedHashMap<>();
        FIELDS.forEach((name, value) -> values.put(name, value.apply(event)));
        return values;
    }

    private static Map<String, Function<SourceEvent, String>> fields() {
        Map<String, Function<SourceEvent, String>> fields = new TreeMap<>();
        fields.put("repository", SourceEvent::repository);
        fields.put("ref", event -> event.ref().orElse(""));
        fields.put("branch", event -> event.branch().orElse(""));
        fields.put("sha", event -> event.sha().orElse(""));
        fields.put("baseRef", event -> event.baseRef().orElse(""));
        fields.put("type", SourceEvent::type);
        fields.put("action", SourceEvent::action);
        fields.put("source", event -> event.source().word());
        fields.put("actor.login", event -> event.actor().login());
        fields.put("text", event -> event.text().trigger());
        fields.put("labels", event -> String.join(", ", event.labels()));
        fields.put("occurredAt", event -> event.occurredAt().toString());
        fields.put("workItem", of(WorkItem::id));
        fields.put("workItem.kind", of(WorkItem::kind));
        fields.put("workItem.number", of(item -> Long.toString(item.number())));
        fields.put("workItem.title", of(WorkItem::title));
        fields.put("ci.workflow", ofCi(Ci::workflow));
        fields.put("ci.job", ofCi(Ci::job));
        fields.put("ci.stage", ofCi(Ci::stage));
        fields.put("ci.step", ofCi(Ci::step));
        fields.put("ci.check", ofCi(Ci::check));
        fields.put("ci.conclusion", ofCi(Ci::conclusion));
        fields.put("ci.exitCode", ofCi(ci -> ci.exitCode().map(String::valueOf).orElse("")));
        fields.put("ci.failureSignature", ofCi(Ci::failureSignature));
        fields.put("ci.testNames", ofCi(ci -> String.join(", ", ci.testNames())));
        fields.put("ci.buildUrl", ofCi(Ci::buildUrl));
        fields.put("ci.chain", ofCi(Ci::chain));
        return fields;
    }

    private static Function<SourceEvent, String> of(Function<WorkItem, String> part) {
        return event -> event.workItem().map(part).orElse("");
    }

    private static Function<SourceEvent, String> ofCi(Function<Ci, String> part) {
        return event -> event.ci().map(part).orElse("");
    }
}
