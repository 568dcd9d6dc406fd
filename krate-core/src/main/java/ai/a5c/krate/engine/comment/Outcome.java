package ai.a5c.krate.engine.comment;

import ai.a5c.krate.command.Command;
import ai.a5c.krate.command.Comment;
import ai.a5c.krate.refusal.Refusal;
import ai.a5c.krate.resource.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What became of a command.
 *
 * @param code as decisions name it, such as {@code Approved} or {@code OwnRequest}
 * @param text Markdown of our own for whoever gave it, with theirs only where it is neutral
 */
record Outcome(Command command, String code, String text) {

    static Outcome done(Command command, String code, String text) {
        return new Outcome(command, code, text);
    }

    /** A refusal with the decision's own sentence. */
    static Outcome refused(Command command, Refusal refusal, String detail) {
        return new Outcome(
                command,
                refusal.code(),
                refusal.declined(Comment.KRATE + " " + command.text(), detail).strip());
    }

    /** A refusal by a code such as {@code OWN_REQUEST}; {@code detail} is told where there is no text for it. */
    static Outcome refused(Command command, String constant, String detail) {
        String code = List.of(constant.split("_", -1)).stream()
                .filter(word -> !word.isEmpty())
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
        Optional<Refusal> known = Refusal.find(code);
        return known.isPresent() ? refused(command, known.get(), "") : refused(command, Refusal.NOT_POSSIBLE, detail);
    }

    /** The same with more behind it. */
    Outcome and(String more) {
        return more.isEmpty() ? this : new Outcome(command, code, text + "\n\n" + more);
    }

    /** In short. */
    Reason reason() {
        return new Reason(code, "%s %s".formatted(Comment.KRATE, command.text()));
    }
}
