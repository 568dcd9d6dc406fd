package ai.a5c.krate.trigger;

import ai.a5c.krate.command.Command.Start;
import ai.a5c.krate.command.Comment;
import ai.a5c.krate.command.Verb;
import ai.a5c.krate.event.EventFields;
import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.SourceEvent;
import ai.a5c.krate.match.Mention;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One event while rules are asked about it: what is costly to read from it is read once, and only if needed. */
final class Occurrence {

    private static final Set<Source> COMMENTS = EnumSet.of(Source.ISSUE_COMMENT, Source.PR_COMMENT, Source.REVIEW);

    private final SourceEvent event;
    private final boolean note;
    private final List<String> mentions;
    private final List<Start> starts;
    private @Nullable Map<String, Optional<Mention.Command>> commands;
    private @Nullable Map<String, String> fields;

    Occurrence(SourceEvent event) {
        this.event = event;
        String text = event.text().trigger();
        this.note = Comment.isNote(text);
        this.mentions = note ? List.of() : lower(event.mentions());
        this.starts = Comment.starts(text);
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

    /** Whether it is a comment that is meant for nobody but people. */
    boolean isNote() {
        return note && COMMENTS.contains(event.source());
    }

    /** Who is addressed, in lower case; nobody in a note. */
    List<String> mentions() {
        return mentions;
    }

    /** Who is addressed, and which agents' work is asked for, as {@code /krate fix}. */
    List<String> calls() {
        if (starts.isEmpty()) {
            return mentions;
        }
        List<String> calls = new ArrayList<>(mentions);
        starts.forEach(start -> calls.add(Slash.written(start.verb())));
        return calls;
    }

    /** The first command that asks for one of {@code verbs}. */
    Optional<Mention.Command> start(Collection<Verb> verbs) {
        return starts.stream()
                .filter(start -> verbs.contains(start.verb()))
                .findFirst()
                .map(start -> new Mention.Command(start.verb().word(), start.words()));
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
