package ai.a5c.krate.command;

import ai.a5c.krate.command.Command.Admit;
import ai.a5c.krate.command.Command.Approve;
import ai.a5c.krate.command.Command.Cancel;
import ai.a5c.krate.command.Command.Deny;
import ai.a5c.krate.command.Command.Help;
import ai.a5c.krate.command.Command.Retry;
import ai.a5c.krate.command.Command.Start;
import ai.a5c.krate.command.Command.Status;
import ai.a5c.krate.command.Command.Unclear;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what stands behind {@code /krate} on its line, word by word and exactly. */
final class CommandLine {

    private static final int LONGEST_TOLD = 200;
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");
    private static final Pattern QUESTION = Pattern.compile("approval-[0-9a-f]{20}");
    private static final Pattern RUN = Pattern.compile("[a-z0-9][a-z0-9.-]{0,251}[a-z0-9]");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{7,64}");

    private final String words;

    private CommandLine(String words) {
        this.words = words;
    }

    static Command read(String line) {
        String words = BLANKS.matcher(line).replaceAll(" ");
        return words.isEmpty() ? new Help() : new CommandLine(words).command();
    }

    private Command command() {
        int end = words.indexOf(' ');
        String first = end < 0 ? words : words.substring(0, end);
        String rest = end < 0 ? "" : words.substring(end + 1);
        return Verb.of(first)
                .map(verb -> command(verb, rest))
                .orElseGet(() -> unclear(isPlain(first) ? Fault.UNKNOWN : Fault.NOT_PLAIN));
    }

    private Command command(Verb verb, String rest) {
        return switch (verb) {
            case FIX, DIAGNOSE, REVIEW -> new Start(verb, rest);
            case APPROVE -> optional(rest, QUESTION, Fault.NO_ID, Approve::new);
            case DENY -> deny(rest);
            case OK -> isPlain(rest) ? admit(rest) : unclear(Fault.NOT_PLAIN);
            case CANCEL -> optional(rest, RUN, Fault.NO_RUN, Cancel::new);
            case RETRY -> optional(rest, RUN, Fault.NO_RUN, Retry::new);
            case STATUS -> nothing(rest, new Status());
            case HELP -> nothing(rest, new Help());
        };
    }

    private Command optional(String rest, Pattern form, Fault other, Function<Optional<String>, Command> command) {
        if (rest.isEmpty()) {
            return command.apply(Optional.empty());
        }
        if (!isPlain(rest)) {
            return unclear(Fault.NOT_PLAIN);
        }
        return form.matcher(rest).matches() ? command.apply(Optional.of(rest)) : unclear(other);
    }

    /** What looks like an id and is none would leave open which question is meant. */
    private Command deny(String rest) {
        int end = rest.indexOf(' ');
        String first = end < 0 ? rest : rest.substring(0, end);
        if (QUESTION.matcher(first).matches()) {
            return new Deny(Optional.of(first), end < 0 ? "" : rest.substring(end + 1));
        }
        if (!first.isEmpty() && !isPlain(first)) {
            return unclear(Fault.NOT_PLAIN);
        }
        boolean nearly = first.toLowerCase(Locale.ROOT).startsWith("approval-");
        return nearly ? unclear(Fault.NO_ID) : new Deny(Optional.empty(), rest);
    }

    private Command admit(String rest) {
        return COMMIT.matcher(rest).matches() ? new Admit(rest.toLowerCase(Locale.ROOT)) : unclear(Fault.NO_COMMIT);
    }

    private Command nothing(String rest, Command command) {
        return rest.isEmpty() ? command : unclear(isPlain(rest) ? Fault.TOO_MUCH : Fault.NOT_PLAIN);
    }

    private Command unclear(Fault fault) {
        boolean whole = words.codePointCount(0, words.length()) <= LONGEST_TOLD;
        return new Unclear(whole ? words : words.substring(0, words.offsetByCodePoints(0, LONGEST_TOLD)), fault);
    }

    /** Whether every character is a visible one of ASCII, or a space. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(character -> character >= ' ' && character <= '~');
    }
}
