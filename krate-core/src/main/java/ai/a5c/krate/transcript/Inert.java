package ai.a5c.krate.transcript;

/** Text that steers nothing: no terminal, no direction of writing, no Markdown. */
final class Inert {

    private static final int PICTURES = 0x2400;
    private static final int DELETE = 0x7f;
    private static final char UNKNOWN = '\ufffd';

    private Inert() {}

    /** {@code text} with control characters as pictures of themselves, and without what is invisible and steers. */
    static String text(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(character -> out.appendCodePoint(shown(character)));
        return out.toString();
    }

    private static int shown(int character) {
        if (character < ' ') {
            return character == '\n' || character == '\t' ? character : PICTURES + character;
        }
        if (character == DELETE) {
            return PICTURES + 0x21;
        }
        boolean joiner = character == 0x200c || character == 0x200d;
        int type = Character.getType(character);
        boolean steers = type == Character.FORMAT
                || type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return steers && !joiner ? UNKNOWN : character;
    }

    /** A short name without anything that means something in Markdown. */
    static String name(String text) {
        String plain = text(text).replaceAll("[^\\p{L}\\p{N}_.:/-]", "_");
        return plain.substring(0, Math.min(plain.length(), 100));
    }

    /** {@code text} as a fenced block of Markdown that it cannot end. */
    static String block(String text) {
        String shown = text(text);
        String fence = "`".repeat(Math.max(3, longestRun(shown) + 1));
        return fence + "text\n" + shown + (shown.endsWith("\n") ? "" : "\n") + fence + "\n";
    }

    private static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
