package ai.a5c.krate.match;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds who is addressed in Markdown: exact tokens such as {@code @claude} that a reader sees as plain text.
 *
 * <p>Nothing counts inside code, block quotes, HTML, links, images, escapes and entities; nor next to a letter, digit,
 * mark or invisible character of any script, so {@code @claudette}, {@code x@claude.com} and look-alikes are somebody
 * else. Tokens are compared as ASCII without case. Only the first 64 KiB and the first 50 tokens are read.
 */
public final class Mention {

    /** The most tokens that one text can hold. */
    public static final int MAX_TOKENS = 50;

    /** The most characters that are read. */
    public static final int MAX_CHARACTERS = 64 * 1024;

    private Mention() {}

    /** The different tokens in {@code markdown}, with {@code @}, in lower case, in the order of their first place. */
    public static List<String> findAll(String markdown) {
        Set<String> tokens = new LinkedHashSet<>();
        for (Prose.Paragraph paragraph : Prose.read(markdown)) {
            paragraph.marks().stream()
                    .filter(mark -> mark.token().startsWith("@"))
                    .forEach(mark -> tokens.add(mark.token()));
        }
        return tokens.stream().limit(MAX_TOKENS).toList();
    }

    /**
     * What {@code markdown} asks of {@code mention}: the first word after its first place, and the rest of that
     * paragraph. A mention can also be a slash word such as {@code /krate} at the start of a line.
     *
     * @return empty if it is not mentioned, or what follows is no word of ASCII letters, digits and hyphens
     */
    public static Optional<Command> commandAfter(String markdown, String mention) {
        String token = mention.toLowerCase(Locale.ROOT);
        for (Prose.Paragraph paragraph : Prose.read(markdown)) {
            for (Prose.Mark mark : paragraph.marks()) {
                if (mark.token().equals(token)) {
                    return Command.read(paragraph.text().substring(mark.end()));
                }
            }
        }
        return Optional.empty();
    }

    /**
     * What is asked for.
     *
     * @param word in lower case
     * @param rest what follows the word in its paragraph, without white space around it; lines end in {@code \n}
     */
    public record Command(String word, String rest) {

        private static final String BEFORE = " \t\n,:;-";
        private static final String AFTER = " \t\n,:;.!?";

        static Optional<Command> read(String text) {
            int start = 0;
            while (start < text.length() && BEFORE.indexOf(text.charAt(start)) >= 0) {
                start++;
            }
            int end = start;
            while (end < text.length() && isWord(text.charAt(end))) {
                end++;
            }
            boolean whole = end == text.length() || AFTER.indexOf(text.charAt(end)) >= 0;
            if (end == start || !whole) {
                return Optional.empty();
            }
            int rest = end;
            while (rest < text.length() && AFTER.indexOf(text.charAt(rest)) >= 0) {
                rest++;
            }
            return Optional.of(new Command(
                    text.substring(start, end).toLowerCase(Locale.ROOT),
                    text.substring(rest).strip()));
        }

        private static boolean isWord(char character) {
            return Ascii.isLetterOrDigit(character) || character == '-';
        }
    }
}
