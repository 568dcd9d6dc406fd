package ai.a5c.krate.redact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Private keys as text, and passwords in URLs. */
final class KeyRules {

    private static final String DASHES = "-----";
    private static final int LONGEST_HEADER = 64;
    private static final int LONGEST_KEY = 64 * 1024;
    private static final int LONGEST_USER_INFO = 1_000;
    private static final Characters BODY = Characters.of("+/=\r\n\\");

    private KeyRules() {}

    static List<LiteralScan.Rule> all() {
        return List.of(
                new LiteralScan.Rule("-----BEGIN ", false, KeyRules::privateKey),
                new LiteralScan.Rule("://", false, KeyRules::userInfo));
    }

    /** A whole block up to its end line; of a cut one, all that can still be key. */
    private static @Nullable Hit privateKey(String text, int start, int end) {
        int header = indexOf(text, DASHES, end, end + LONGEST_HEADER);
        if (header < 0 || !text.substring(end, header).contains("PRIVATE KEY")) {
            return null;
        }
        int body = header + DASHES.length();
        int footer = indexOf(text, DASHES, body, body + LONGEST_KEY);
        String wanted = "-----END " + text.substring(end, header) + DASHES;
        int stop =
                footer >= 0 && text.startsWith(wanted, footer) ? footer + wanted.length() : BODY.endOfRun(text, body);
        return new Hit(start, stop, "private-key");
    }

    private static @Nullable Hit userInfo(String text, int start, int end) {
        int colon = -1;
        int at = -1;
        int limit = Math.min(text.length(), end + LONGEST_USER_INFO);
        for (int i = end; i < limit && !endsAuthority(text.charAt(i)); i++) {
            if (text.charAt(i) == ':' && colon < 0) {
                colon = i;
            } else if (text.charAt(i) == '@') {
                at = i;
            }
        }
        int from = colon < 0 || colon > at ? end : colon + 1;
        boolean password = from > end || (at > end && Randomness.isIn(text.substring(end, at)));
        return at > from && password && !Markers.at(text, from) ? new Hit(from, at, "basic-auth") : null;
    }

    private static boolean endsAuthority(char character) {
        return character <= ' ' || "/\"'<>`?#\\".indexOf(character) >= 0;
    }

    /** Where {@code wanted} next stands; each beginning holds it itself, so that no part is searched twice. */
    private static int indexOf(String text, String wanted, int from, int limit) {
        int found = text.indexOf(wanted, from);
        return found >= limit ? -1 : found;
    }
}
