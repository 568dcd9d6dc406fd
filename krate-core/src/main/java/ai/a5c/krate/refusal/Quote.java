package ai.a5c.krate.refusal;

import java.util.regex.Pattern;

/**
 * Text of others within an answer of ours, as a code span of one line: nobody in it is notified, nothing in it is markup,
 * a link, a hidden character or a marker.
 */
final class Quote {

    private static final int LONGEST = 200;
    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029\\s]+");
    private static final Pattern MARKER = Pattern.compile("(?i)krate(-marker)?:");

    private Quote() {}

    static String of(String text) {
        String line = HIDDEN.matcher(text).replaceAll(" ").strip();
        String plain = MARKER.matcher(line)
                .replaceAll("krate $1")
                .replace('`', '\'')
                .replace('<', '‹')
                .replace('>', '›')
                .strip();
        return plain.isEmpty() ? "" : "`" + bounded(plain) + "`";
    }

    private static String bounded(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }
}
