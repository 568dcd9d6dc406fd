package ai.a5c.krate.redact;

import java.util.BitSet;

/** A set of ASCII characters of which secrets are made. */
final class Characters {

    static final Characters ALPHANUMERIC = of("");
    static final Characters WORD = of("_");
    static final Characters URL_SAFE = of("_-");
    static final Characters DOTTED = of("_-.");
    static final Characters BASE64 = of("+/=_-");
    static final Characters BEARER = of("._~+/=-:|");

    private final BitSet members = new BitSet();

    private Characters(String others) {
        members.set('a', 'z' + 1);
        members.set('A', 'Z' + 1);
        members.set('0', '9' + 1);
        others.chars().forEach(members::set);
    }

    static Characters of(String others) {
        return new Characters(others);
    }

    boolean has(char character) {
        return members.get(character);
    }

    /** Where the run that begins at {@code start} ends. */
    int endOfRun(String text, int start) {
        return endOfRun(text, start, text.length());
    }

    /** Where the run that begins at {@code start} ends, looking no further than {@code limit}. */
    int endOfRun(String text, int start, int limit) {
        int end = start;
        int stop = Math.min(limit, text.length());
        while (end < stop && members.get(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
