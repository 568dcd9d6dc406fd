package ai.a5c.krate.failure.detect;

/** A position in a text that moves forward only, so that reading a line takes time in proportion to its length. */
final class Cursor {

    private final String text;
    private int at;

    Cursor(String text, int at) {
        this.text = text;
        this.at = at;
    }

    static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** The text between {@code before} and the next {@code after}; empty if they do not stand there. */
    static String between(String text, String before, String after) {
        int from = text.indexOf(before);
        if (from < 0) {
            return "";
        }
        int end = text.indexOf(after, from + before.length());
        return end < 0 ? "" : text.substring(from + before.length(), end);
    }

    /** The number that follows {@code before}; -1 if none does. */
    static int numberAfter(String text, String before) {
        int from = text.indexOf(before);
        if (from < 0 || !isDigit(text, from + before.length())) {
            return -1;
        }
        return new Cursor(text, from + before.length()).number(9);
    }

    boolean skip(String expected) {
        if (!text.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    /** The digits from here; those beyond {@code most} are passed over. */
    int number(int most) {
        int value = 0;
        for (int count = 0; isDigit(text, at); count++, at++) {
            value = count < most ? value * 10 + (text.charAt(at) - '0') : value;
        }
        return value;
    }

    String rest() {
        return text.substring(at);
    }
}
