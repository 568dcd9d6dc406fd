package ai.a5c.krate.context;

/** Sizes of texts in UTF-8, without making the bytes. */
final class Utf8 {

    private Utf8() {}

    static int length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            bytes += length(text.codePointAt(i));
        }
        return bytes;
    }

    /** As much of {@code text} from its start as {@code limit} bytes hold, without half a code point. */
    static String head(String text, int limit) {
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            bytes += length(text.codePointAt(end));
            if (bytes > limit) {
                return text.substring(0, end);
            }
            end += Character.charCount(text.codePointAt(end));
        }
        return text;
    }

    private static int length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
