package ai.a5c.krate.trigger;

import java.util.Comparator;

/**
 * Why a rule does not fit an event: the first condition that fails, with both values cut to 200 characters.
 *
 * @param rule the rule's name
 * @param condition as the rule's field is called, such as {@code match.branches}
 * @param expected what the rule wants
 * @param actual what the event has
 */
public record NoMatch(String rule, String condition, String expected, String actual) implements Comparable<NoMatch> {

    private static final int LONGEST = 200;
    private static final Comparator<NoMatch> ORDER = Comparator.comparing(NoMatch::rule)
            .thenComparing(NoMatch::condition)
            .thenComparing(NoMatch::expected)
            .thenComparing(NoMatch::actual);

    public NoMatch {
        expected = bounded(expected);
        actual = bounded(actual);
    }

    private static String bounded(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    @Override
    public int compareTo(NoMatch other) {
        return ORDER.compare(this, other);
    }
}
