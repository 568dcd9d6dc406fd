package ai.a5c.krate.match;

/** ASCII letters and digits, in which names at forges are written. */
final class Ascii {

    private Ascii() {}

    static boolean isLetterOrDigit(char character) {
        char lower = (char) (character | 0x20);
        return (lower >= 'a' && lower <= 'z') || (character >= '0' && character <= '9');
    }
}
