package ai.a5c.krate.notice;

/** Texts of others inside a comment of Krate's: code on one line, so that they mention nobody, link nowhere and mark nothing. */
final class Foreign {

    private static final int LONGEST = 300;

    private Foreign() {}

    /** {@code text} as code. */
    static String code(String text) {
        return "`" + line(text).replace('`', '\'') + "`";
    }

    /** {@code text} on one line, bounded, without what readers do not see. */
    static String line(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Z}]+", " ").strip();
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST)) + " [cut]";
    }
}
