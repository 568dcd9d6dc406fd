package ai.a5c.krate.gitea;

import java.text.Normalizer;

/** What people and forges wrote, made fit to be stored: well-formed, without NUL, bounded in UTF-8 bytes. */
final class Wording {

    /** 64 KiB, for whatever a person wrote. */
    static final int TEXT = 64 * 1024;
    /** For titles, names and labels. */
    static final int NAME = 1024;

    private Wording() {}

    /** At most {@code maxBytes} of {@code text}, cut between code points; what is not well formed becomes U+FFFD. */
    static String bounded(String text, int maxBytes) {
        if (text.length() <= maxBytes && isPlain(text)) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int read = text.codePointAt(at);
            at += Character.charCount(read);
            int written = read == 0 || (read >= 0xD800 && read <= 0xDFFF) ? 0xFFFD : read;
            bytes += utf8Length(written);
            if (bytes > maxBytes) {
                break;
            }
            kept.appendCodePoint(written);
        }
        return kept.toString();
    }

    /** Whether it is ASCII without NUL, which is as most texts are. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0 || text.charAt(i) > 0x7f) {
                return false;
            }
        }
        return true;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    /** The text as it counts for identity: composed, with one kind of line end, without space around it. */
    static String normalized(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .strip();
    }

    /** What a forge answered, fit for one line of a message. */
    static String line(String text) {
        String one = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        return one.length() <= 300 ? one : bounded(one.substring(0, 300), NAME) + "...";
    }
}
