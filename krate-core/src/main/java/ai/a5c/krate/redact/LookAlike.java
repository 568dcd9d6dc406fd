package ai.a5c.krate.redact;

/** Letters of other scripts that look like ASCII letters. */
final class LookAlike {

    private static final String THEIRS = "аеорсухіјѕһԁԛԝвкмнтАВЕКМНОРСТУХІЈЅοανικρυτΑΒΕΖΗΙΚΜΝΟΡΤΥΧɑıɡʟөɩ";
    private static final String OURS = "aeopcyxijshdqwbkmhtABEKMHOPCTYXIJSoavikputABEZHIKMNOPTYXaiglei";
    private static final String MATH = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int LONGEST_MENTION = 200;

    private LookAlike() {}

    /** The ASCII character that {@code codePoint} looks like, or itself. */
    static int of(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint;
        }
        if (codePoint >= 0xff01 && codePoint <= 0xff5e) {
            return codePoint - 0xfee0;
        }
        if (codePoint >= 0x1d400 && codePoint <= 0x1d6a3) {
            return MATH.charAt((codePoint - 0x1d400) % MATH.length());
        }
        int index = Character.isBmpCodePoint(codePoint) ? THEIRS.indexOf(codePoint) : -1;
        return index < 0 ? codePoint : OURS.charAt(index);
    }

    /** How many mentions in {@code text} read as ASCII names but are written otherwise. */
    static int mentions(String text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean at = text.charAt(i) == '@' || text.charAt(i) == '\uff20' || text.charAt(i) == '\ufe6b';
            count += at && isDisguised(text, i) ? 1 : 0;
        }
        return count;
    }

    private static boolean isDisguised(String text, int at) {
        boolean disguised = text.charAt(at) != '@';
        boolean named = false;
        int end = Math.min(text.length(), at + LONGEST_MENTION);
        for (int i = at + 1; i < end; i += Character.charCount(text.codePointAt(i))) {
            int written = text.codePointAt(i);
            boolean hidden = Invisible.at(text, i) != null && written >= 0x80;
            int read = of(written);
            if (!hidden && !Character.isLetterOrDigit(read) && read != '-' && read != '_') {
                break;
            }
            if (!hidden && read >= 0x80) {
                return false;
            }
            named |= !hidden;
            disguised |= hidden || read != written;
        }
        return named && disguised;
    }
}
