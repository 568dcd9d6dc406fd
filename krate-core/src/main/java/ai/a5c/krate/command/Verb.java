package ai.a5c.krate.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The words that may follow {@code /krate}. */
public enum Verb {
    FIX("fix [stack=] [ref=] [budget=] [words]", "Starts the agent of a rule that mends things."),
    DIAGNOSE("diagnose [stack=] [ref=] [budget=] [words]", "Starts the agent of a rule that finds out why."),
    REVIEW("review [stack=] [ref=] [budget=] [words]", "Starts the agent of a rule that reviews."),
    APPROVE("approve [id]", "Agrees to what a question shows; without an id, to the only one that is open here."),
    DENY("deny [id] [why]", "Says no to it, in your words if you like."),
    OK("ok <sha>", "Lets an outsider's request run, at exactly this head commit; 7 digits or more."),
    CANCEL("cancel [run]", "Stops the run of this issue or pull request; with a name, that one of several."),
    RETRY("retry [run]", "Tries its latest run once more, or the one of that name."),
    STATUS("status", "Says which runs there are here, and which questions are open."),
    HELP("help", "Says this.");

    private final String usage;
    private final String does;

    Verb(String usage, String does) {
        this.usage = usage;
        this.does = does;
    }

    /** The verb that {@code word} is, in capitals or not; nothing that only looks like one. */
    public static Optional<Verb> of(String word) {
        boolean ascii = word.chars().allMatch(character -> character < 128);
        return Arrays.stream(values())
                .filter(verb -> ascii && verb.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** As people write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How it is written, such as {@code /krate approve [id]}. */
    public String usage() {
        return Comment.KRATE + " " + usage;
    }

    /** One sentence for people. */
    public String does() {
        return does;
    }
}
