package ai.a5c.krate.failure.log;

/** Takes out of text what only a terminal or Jenkins reads: colours, links, titles, console notes, control characters. */
final class EscapeSequences {

    private static final char ESCAPE = '\u001b';
    private static final String NOTE_BEGINS = "[8mha:";
    private static final String NOTE_ENDS = ESCAPE + "[0m";

    private EscapeSequences() {}

    static String without(String text) {
        int first = firstControl(text);
        if (first == text.length()) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length()).append(text, 0, first);
        int at = first;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == ESCAPE) {
                at = after(text, at + 1);
            } else {
                if (!isControl(c)) {
                    kept.append(c);
                }
                at++;
            }
        }
        return kept.toString();
    }

    private static int firstControl(String text) {
        int at = 0;
        while (at < text.length() && !isControl(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isControl(char c) {
        return (c < ' ' && c != '\t') || (c >= '\u007f' && c < '\u00a0') || c == '\ufeff';
    }

    /** Where the sequence ends whose first character after the escape is at {@code at}. */
    private static int after(String text, int at) {
        if (at >= text.length()) {
            return at;
        }
        if (text.startsWith(NOTE_BEGINS, at)) {
            int end = text.indexOf(NOTE_ENDS, at);
            return end < 0 ? text.length() : end + NOTE_ENDS.length();
        }
        return switch (text.charAt(at)) {
            case '[' -> afterControl(text, at + 1);
            case ']', 'P', '_', '^' -> afterString(text, at + 1);
            case '(', ')', '#' -> Math.min(at + 2, text.length());
            default -> at + 1;
        };
    }

    private static int afterControl(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) < '@' || text.charAt(at) > '~')) {
            at++;
        }
        return Math.min(at + 1, text.length());
    }

    private static int afterString(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) == '\u0007') {
                return at + 1;
            }
            if (text.charAt(at) == ESCAPE) {
                return Math.min(at + 2, text.length());
            }
        }
        return text.length();
    }
}
