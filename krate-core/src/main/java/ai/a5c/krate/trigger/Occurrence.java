package ai.a5c.krate.trigger;

import ai.a5c.krate.event.EventFields;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.match.Mention;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One event while rules are asked about it: what is costly to read from it is read once, and only if needed. */
final class Occurrence {

    private final SourceEvent event;
    private final List<String> mentions;
    private @Nullable Map<String, Optional<Mention.Command>> commands;
    private @Nullable Map<String, String> fields;

    Occurrence(SourceEvent event) {
        this.event = event;
        this.mentions = lower(event.mentions());
    }

    private static List<String> lower(List<String> mentions) {
        for (String mention : mentions) {
            if (!Words.lower(mention).equals(mention)) {
                return mentions.stream().map(Words::lower).toList();
            }
        }
        return mentions;
    }

    SourceEvent event() {
        return event;
    }

    /** Who is addressed, in lower case. */
    List<String> mentions() {
        return mentions;
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
        Map<String, Optional<Mention.Command>> known = commands;
        if (known == null) {
            known = new HashMap<>();
            commands = known;
        }
        return known.computeIfAbsent(
                mention, token -> Mention.commandAfter(event.text().trigger(), token));
    }
}
