package ai.a5c.krate.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for the beginnings of many rules in one pass and asks a rule only where its beginning stands. */
final class LiteralScan implements Finder {

    private static final int ASCII = 128;
    private static final Rule[] NONE = {};

    private final Rule[][] byFirstTwo = new Rule[ASCII * ASCII][];

    LiteralScan(List<Rule> rules) {
        Arrays.fill(byFirstTwo, NONE);
        for (Rule rule : rules) {
            int bucket = lower(rule.literal().charAt(0)) * ASCII
                    + lower(rule.literal().charAt(1));
            List<Rule> bucketRules = new ArrayList<>(List.of(byFirstTwo[bucket]));
            bucketRules.add(rule);
            byFirstTwo[bucket] = bucketRules.toArray(NONE);
        }
    }

    @Override
    public void find(String text, List<Hit> hits) {
        int last = text.length() - 1;
        for (int i = 0; i < last; i++) {
            int first = lower(text.charAt(i));
            int second = lower(text.charAt(i + 1));
            if ((first | second) < ASCII && byFirstTwo[first * ASCII + second].length > 0) {
                i = Math.max(i, ask(byFirstTwo[first * ASCII + second], text, i, hits) - 1);
            }
        }
    }

    /** Asks rules about {@code start}; returns where to go on, which is after the longest hit. */
    private static int ask(Rule[] rules, String text, int start, List<Hit> hits) {
        int end = start;
        for (Rule rule : rules) {
            Hit hit = rule.beginsAt(text, start)
                    ? rule.shape().match(text, start, start + rule.literal().length())
                    : null;
            if (hit != null) {
                hits.add(hit);
                end = Math.max(end, hit.end());
            }
        }
        return end;
    }

    private static int lower(char character) {
        return character >= 'A' && character <= 'Z' ? character | 0x20 : character;
    }

    /** A beginning, and what must follow it. */
    record Rule(String literal, boolean ignoreCase, Shape shape) {

        boolean beginsAt(String text, int index) {
            return text.regionMatches(ignoreCase, index, literal, 0, literal.length());
        }
    }

    /** What follows a beginning; must look at a bounded part of the text, but for what it reports. */
    interface Shape {

        /** The hit, if the text from {@code end} on, after a beginning at {@code start}, has this shape. */
        @Nullable Hit match(String text, int start, int end);
    }
}
