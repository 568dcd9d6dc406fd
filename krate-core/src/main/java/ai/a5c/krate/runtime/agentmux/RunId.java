package ai.a5c.krate.runtime.agentmux;

import ai.a5c.krate.digest.Digest;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** The id of a run at the gateway: a ULID that follows from the launch key alone, so that it can be looked up again. */
final class RunId {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final int LENGTH = 26;

    private RunId() {}

    /** The id for {@code launchKey}. */
    static String of(String launchKey) {
        BigInteger left =
                new BigInteger(Digest.of("agent-mux run " + launchKey).hex().substring(0, 32), 16);
        char[] text = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = ALPHABET.charAt(left.intValue() & 31);
            left = left.shiftRight(5);
        }
        return new String(text);
    }

    /** Whether {@code text} is such an id; the gateway makes a file name of it, unchecked. */
    static boolean isOne(String text) {
        return ULID.matcher(text).matches();
    }
}
