package ai.a5c.krate.runtime.process;

/** Text without characters that steer terminals or break stores: controls and lone surrogates become U+FFFD. */
final class HarmlessText {

    private static final int REPLACEMENT = 0xFFFD;

    private HarmlessText() {}

    /** {@code text} with line breaks and tabs kept, and each other control character replaced. */
    static String of(String text) {
        if (text.codePoints().noneMatch(HarmlessText::harmful)) {
            return text;
        }
        return text.codePoints()
                .map(character -> harmful(character) ? REPLACEMENT : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean harmful(int character) {
        boolean control = Character.isISOControl(character) && character != '\n' && character != '\t';
        return control || Character.getType(character) == Character.SURROGATE;
    }
}
