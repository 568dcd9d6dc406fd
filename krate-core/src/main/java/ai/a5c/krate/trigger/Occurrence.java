package ai.a5c.krate.trigger;

import ai.a5c.krate.event.EventFields;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.match.Mention;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event while rules are asked about it: what is costly to read from it is read once, and only if needed. */
final class Occurrence {

    private final SourceEvent event;
    private final Map<String, Optional<Mention.Command>> commands = new HashMap<>();
    private @Nullable Map<String, String> fields;

    Occurrence(SourceEvent event) {
        this.event = event;
    }

    SourceEvent event() {
        return event;
    }

    /** What templates may name. */
    Map<String, String> fields() {
        Map<String, String> known = fields;
        if (known == null) {
            known = EventFields.of(event);
            fields = known;
        }
        return known;
    }

    /** What the event's text asks of {@code mention}. */
    Optional<Mention.Command> command(String mention) {
        return commands.computeIfAbsent(
                mention, token -> Mention.commandAfter(event.text().trigger(), token));
    }
}
