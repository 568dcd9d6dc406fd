package ai.a5c.krate.failure.log;

/**
 * Takes the time off the beginning of a line: {@code [2026-03-01T10:00:00.123Z] }, {@code 2026-03-01T10:00:00.1234567Z },
 * {@code 2026-03-01 10:00:00,123 }, {@code 10:00:00  }, {@code [10:00:00] }.
 */
final class Timestamps {

    private static final String DATE = "0000-00-00";
    private static final String TIME = "00:00:00";

    private Timestamps() {}

    static String without(String text) {
        boolean bracket = text.startsWith("[");
        int from = bracket ? 1 : 0;
        int at = from;
        boolean date = looks(text, at, DATE);
        if (date) {
            at += DATE.length();
            if (at >= text.length() || (text.charAt(at) != 'T' && text.charAt(at) != ' ')) {
                return text;
            }
            at++;
        }
        if (!looks(text, at, TIME)) {
            return text;
        }
        at = zone(text, fraction(text, at + TIME.length()));
        if (bracket) {
            return text.startsWith("]", at) ? rest(text, at + 1, 1) : text;
        }
        boolean two = !date && text.startsWith("  ", at) && !text.startsWith("   ", at);
        return at < text.length() && text.charAt(at) != ' ' ? text : rest(text, at, two ? 2 : 1);
    }

    private static String rest(String text, int from, int mostSpaces) {
        int at = from;
        while (at < text.length() && at - from < mostSpaces && text.charAt(at) == ' ') {
            at++;
        }
        return text.substring(at);
    }

    private static int fraction(String text, int from) {
        if (from >= text.length() || (text.charAt(from) != '.' && text.charAt(from) != ',')) {
            return from;
        }
        int at = from + 1;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int zone(String text, int at) {
        if (text.startsWith("Z", at)) {
            return at + 1;
        }
        boolean offset = at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-');
        if (offset && looks(text, at + 1, "00:00")) {
            return at + 6;
        }
        return offset && looks(text, at + 1, "0000") ? at + 5 : at;
    }

    private static boolean looks(String text, int at, String shape) {
        if (at + shape.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            char c = text.charAt(at + i);
            if (shape.charAt(i) == '0' ? !isDigit(c) : c != shape.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
