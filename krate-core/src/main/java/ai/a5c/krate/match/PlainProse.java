package ai.a5c.krate.match;

import ai.a5c.krate.match.Prose.Mark;
import ai.a5c.krate.match.Prose.Paragraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads Markdown in which nothing is marked up, as most comments are, without a parser of Markdown. */
final class PlainProse {

    /** Besides ASCII letters and digits; none of them means anything to Markdown within a line. */
    private static final String WITHIN = " ,.?'\"()@/:;%-\n";

    private final String text;
    private final List<Mark> marks = new ArrayList<>();

    private PlainProse(String text) {
        this.text = text;
    }

    /** The paragraphs of {@code markdown}, or empty if something in it may be marked up. */
    static Optional<List<Paragraph>> read(String markdown) {
        if (!isPlain(markdown)) {
            return Optional.empty();
        }
        List<Paragraph> paragraphs = new ArrayList<>();
        int start = 0;
        while (start < markdown.length()) {
            int gap = markdown.indexOf("\n\n", start);
            int end = gap < 0 ? markdown.length() : gap;
            paragraphs.add(new PlainProse(markdown.substring(start, end)).paragraph());
            start = gap < 0 ? end : gap + 2;
        }
        return Optional.of(paragraphs);
    }

    /** Whether each line begins with a letter or a mention and ends in no space, and at most one line at a time is empty. */
    private static boolean isPlain(String markdown) {
        char before = '\n';
        for (int i = 0; i < markdown.length(); i++) {
            char character = markdown.charAt(i);
            boolean lineStarts = before == '\n';
            boolean fits = lineStarts
                    ? isFirst(character) || (character == '\n' && i > 1 && markdown.charAt(i - 2) != '\n')
                    : Ascii.isLetterOrDigit(character) || WITHIN.indexOf(character) >= 0;
            if (!fits || (character == '\n' && before == ' ')) {
                return false;
            }
            before = character;
        }
        return before != '\n' && before != ' ';
    }

    private static boolean isFirst(char character) {
        return character == '@' || (Ascii.isLetterOrDigit(character) && !Character.isDigit(character));
    }

    private Paragraph paragraph() {
        int at = 0;
        while (at < text.length()) {
            char character = text.charAt(at);
            at = character == '@' || character == '/' ? token(at) : at + 1;
        }
        return new Paragraph(text, marks, true);
    }

    /** Reads the token that may start at {@code start}; where to go on. */
    private int token(int start) {
        int end = MentionSyntax.end(text, start);
        if (end == start + 1) {
            return end;
        }
        Mark mark = new Mark(text.substring(start, end).toLowerCase(Locale.ROOT), start, end);
        if (mark.standsAlone(text)) {
            marks.add(mark);
        }
        return end;
    }
}
