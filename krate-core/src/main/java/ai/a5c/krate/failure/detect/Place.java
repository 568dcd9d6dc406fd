package ai.a5c.krate.failure.detect;

import java.util.Locale;
import java.util.Optional;

/**
 * Where in the source code something is wrong.
 *
 * @param file as the tool named it
 * @param line counted from 1; 0 if it was not said
 */
public record Place(String file, int line) {

    private static final int LONGEST_LINE_NUMBER = 7;

    /** A place at the beginning of a text and what follows it, without the colon between. */
    record Lead(Place place, String rest) {}

    /** Reads {@code file.c:12:5: rest}, {@code C:\w\file.c:12: rest} and {@code file.ts(12,5): rest}. */
    static Optional<Lead> lead(String text) {
        for (int at = 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                return Optional.empty();
            }
            if ((c == ':' || c == '(') && Cursor.isDigit(text, at + 1)) {
                return isFile(text.substring(0, at)) ? lead(text, at) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static Optional<Lead> lead(String text, int at) {
        Cursor cursor = new Cursor(text, at + 1);
        int line = cursor.number(LONGEST_LINE_NUMBER);
        if (cursor.skip(":") || cursor.skip(", ") || cursor.skip(",")) {
            cursor.number(LONGEST_LINE_NUMBER);
        }
        cursor.skip(")");
        cursor.skip(":");
        return Optional.of(
                new Lead(new Place(text.substring(0, at), line), cursor.rest().strip()));
    }

    private static boolean isFile(String text) {
        int dot = text.lastIndexOf('.');
        return dot >= 0 && dot < text.length() - 1 && dot > text.lastIndexOf('/') && !text.contains("://");
    }

    /** What stands after the last dot, in lower case; empty if nothing does. */
    String extension() {
        int dot = file.lastIndexOf('.');
        return dot < 0 ? "" : file.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
