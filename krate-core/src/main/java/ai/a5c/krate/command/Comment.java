package ai.a5c.krate.command;

import ai.a5c.krate.command.Command.Start;
import ai.a5c.krate.command.Command.Unclear;
import ai.a5c.krate.match.Mention;
import ai.a5c.krate.match.SlashLines;
import java.util.List;

/**
 * What a comment asks for, read from its Markdown alone.
 *
 * <p>Each line that begins with {@code /krate} is one command; they count in their order, the same one once, and none of
 * them if there are more than {@link #MAX_COMMANDS}. In a comment with a line that begins with {@code /note}, nothing
 * counts.
 *
 * @param note whether it is meant for nobody but people
 * @param mentions who is addressed, as {@code @claude}; nobody in a note
 * @param commands what is asked for; nothing in a note
 */
public record Comment(boolean note, List<String> mentions, List<Command> commands) {

    /** What commands begin with. */
    public static final String KRATE = "/krate";

    /** What notes begin with. */
    public static final String NOTE = "/note";

    /** The most commands that one comment can hold. */
    public static final int MAX_COMMANDS = 5;

    private static final Comment A_NOTE = new Comment(true, List.of(), List.of());

    public Comment {
        mentions = List.copyOf(mentions);
        commands = List.copyOf(commands);
    }

    /** Reads {@code markdown}. */
    public static Comment read(String markdown) {
        return isNote(markdown) ? A_NOTE : new Comment(false, Mention.findAll(markdown), commands(markdown));
    }

    /** Whether {@code markdown} is meant for nobody but people. */
    public static boolean isNote(String markdown) {
        return SlashLines.anywhere(markdown, NOTE);
    }

    /** The agents' work that {@code markdown} asks for by command; none in a note. */
    public static List<Start> starts(String markdown) {
        List<Command> commands = commands(markdown);
        return commands.isEmpty() || isNote(markdown)
                ? List.of()
                : commands.stream()
                        .filter(Start.class::isInstance)
                        .map(Start.class::cast)
                        .toList();
    }

    private static List<Command> commands(String markdown) {
        List<Command> commands = SlashLines.of(markdown, KRATE).stream()
                .map(CommandLine::read)
                .distinct()
                .toList();
        return commands.size() <= MAX_COMMANDS ? commands : List.of(new Unclear("", Fault.TOO_MANY));
    }

    /** Those of {@link #commands} that start an agent. */
    public List<Start> starts() {
        return commands.stream()
                .filter(Start.class::isInstance)
                .map(Start.class::cast)
                .toList();
    }
}
