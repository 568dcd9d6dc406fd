package ai.a5c.krate.trigger;

import ai.a5c.krate.event.Ci;
import ai.a5c.krate.event.SourceEvent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What makes events of different kinds one request: the same work item, head commit or chain of builds, for the same kind of task of the
 * same stack. Organization and repository are the caller's to add.
 */
public final class JoinKeys {

    private JoinKeys() {}

    /** The keys of {@code match}, each with what it is about; empty if the event is about nothing in particular. */
    public static Map<String, String> of(Match match, SourceEvent event) {
        Map<String, String> keys = new LinkedHashMap<>();
        event.workItem().ifPresent(item -> keys.put(key(match, "item:" + item.id()), item.id()));
        event.sha().ifPresent(sha -> keys.put(key(match, "sha:" + sha), "commit " + sha));
        chain(match, event).ifPresent(key -> keys.put(key, "the same build"));
        return keys;
    }

    /**
     * The key among these that holds for builds that one build led to: whatever their failures look like, they are one request.
     */
    public static Optional<String> chain(Match match, SourceEvent event) {
        return event.ci().map(Ci::chain).filter(chain -> !chain.isEmpty()).map(chain -> key(match, "chain:" + chain));
    }

    private static String key(Match match, String subject) {
        String task = match.rule().spec().taskKind().name().toLowerCase(Locale.ROOT);
        String stack = Modifiers.of(match).stack().orElse(match.rule().spec().agentStack());
        return "%s|%s|%s".formatted(task, stack, subject);
    }
}
