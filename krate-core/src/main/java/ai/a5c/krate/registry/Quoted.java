package ai.a5c.krate.registry;

import ai.a5c.krate.redact.Redactor;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Says what somebody wrote in a message: shortened, in one line, without secrets. */
final class Quoted {

    private static final int LONGEST = 40;
    private static final int LONGEST_WORDS = 120;
    private static final int LONGEST_PLAIN = 16;
    private static final Predicate<String> PLAIN =
            Pattern.compile("[-A-Za-z0-9._/ ]*").asMatchPredicate();
    private static final Redactor REDACTOR = Redactor.of(List.of());

    private Quoted() {}

    /** {@code text} in single quotes. */
    static String of(String text) {
        return "'" + shortened(text, LONGEST) + "'";
    }

    /** {@code name} as a step of a path. */
    static String name(String name) {
        return shortened(name, LONGEST);
    }

    /** A sentence that may repeat what somebody wrote. */
    static String words(String sentence) {
        return shortened(sentence, LONGEST_WORDS);
    }

    private static String shortened(String text, int longest) {
        if (text.length() <= LONGEST_PLAIN && PLAIN.test(text)) {
            return text;
        }
        String start = text.length() <= 2 * LONGEST_WORDS ? text : text.substring(0, 2 * LONGEST_WORDS);
        String clean = REDACTOR.redact(start).text().replaceAll("\\p{C}", "?");
        return clean.length() <= longest ? clean : clean.substring(0, longest) + "...";
    }
}
