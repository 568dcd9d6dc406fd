package ai.a5c.krate.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the lines of Markdown that begin with a slash word such as {@code /krate}, as their author says them and every
 * reader sees them.
 *
 * <p>Besides where no {@link Mention} counts, none counts in a list or a heading, nor behind HTML that is no comment: that
 * may hide what follows. The word is compared as ASCII without case and ends at a space, a tab or the end of its line.
 */
public final class SlashLines {

    private SlashLines() {}

    /** What follows {@code word} on each line that begins with it, in their order, without white space around it. */
    public static List<String> of(String markdown, String word) {
        List<String> lines = new ArrayList<>();
        if (!mayHold(markdown, word)) {
            return lines;
        }
        for (Prose.Paragraph paragraph : Prose.read(markdown)) {
            if (paragraph.open()) {
                paragraph.marks().stream()
                        .filter(mark -> mark.token().equals(word))
                        .map(mark -> rest(paragraph.text(), mark.end()))
                        .filter(rest -> rest.isEmpty() || isBlank(rest.charAt(0)))
                        .map(SlashLines::trimmed)
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    /** Whether a line begins with {@code word}, also in a list or a heading or behind HTML. */
    public static boolean anywhere(String markdown, String word) {
        return mayHold(markdown, word)
                && Prose.read(markdown).stream()
                        .flatMap(paragraph -> paragraph.marks().stream())
                        .anyMatch(mark -> mark.token().equals(word));
    }

    /** Most texts do not: they need not be read. */
    private static boolean mayHold(String markdown, String word) {
        if (!word.startsWith("/") || !word.equals(word.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("'%s' is no slash word in lower case".formatted(word));
        }
        for (int at = markdown.indexOf('/'); at >= 0; at = markdown.indexOf('/', at + 1)) {
            if (markdown.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }

    private static String rest(String text, int start) {
        int end = text.indexOf('\n', start);
        return text.substring(start, end < 0 ? text.length() : end);
    }

    /** Only spaces and tabs go: what else looks like nothing is no white space here. */
    private static String trimmed(String line) {
        int start = 0;
        int end = line.length();
        while (start < end && isBlank(line.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }
}
