package ai.a5c.krate.redact;

import ai.a5c.krate.redact.Finding.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for what hides or commands in a text from outside, and makes the invisible visible. */
public final class TextScan {

    private static final String OPEN = "\\u{";
    private static final int LONGEST_CODE = 6;

    private TextScan() {}

    /** What {@code text} contains that readers should know of, in the order of {@link Kind}. */
    public static List<Finding> scan(String text) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            add(counts, Invisible.at(text, i), 1);
        }
        add(counts, Kind.HTML_COMMENT, HiddenMarkup.comments(text));
        add(counts, Kind.HIDDEN_TEXT, HiddenMarkup.hiddenTexts(text));
        add(counts, Kind.NUMERIC_ENTITY, HiddenMarkup.numericEntities(text));
        String folded = folded(text);
        add(counts, Kind.DATA_URL, HiddenMarkup.dataUrls(folded));
        add(counts, Kind.INSTRUCTION_OVERRIDE, InstructionOverrides.in(folded));
        add(counts, Kind.LOOK_ALIKE_MENTION, LookAlike.mentions(text));
        return counts.entrySet().stream()
                .map(count -> new Finding(count.getKey(), count.getValue()))
                .toList();
    }

    /**
     * {@code text} with each character that hides something written as {@code \}{@code u{202E}}; emoji, scripts that
     * run from right to left and scripts that need joiners stay as they are. Nothing is lost: see {@link #restore}.
     */
    public static String neutralize(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = text.codePointAt(i);
            if (Invisible.at(text, i) != null || (codePoint == '\\' && text.startsWith(OPEN, i))) {
                out.append(OPEN)
                        .append(Integer.toHexString(codePoint).toUpperCase(Locale.ROOT))
                        .append('}');
            } else {
                out.appendCodePoint(codePoint);
            }
        }
        return out.toString();
    }

    /** The text of which {@link #neutralize} made {@code neutralized}. */
    public static String restore(String neutralized) {
        StringBuilder out = new StringBuilder(neutralized.length());
        int done = 0;
        for (int open = neutralized.indexOf(OPEN); open >= 0; open = neutralized.indexOf(OPEN, done)) {
            int digits = open + OPEN.length();
            int close = neutralized.indexOf('}', digits);
            boolean code = close > digits && close - digits <= LONGEST_CODE;
            out.append(neutralized, done, open);
            out.append(code ? Character.toString(Integer.parseInt(neutralized, digits, close, 16)) : OPEN);
            done = code ? close + 1 : digits;
        }
        return out.append(neutralized, done, neutralized.length()).toString();
    }

    private static void add(Map<Kind, Integer> counts, @Nullable Kind kind, int count) {
        if (kind != null && count > 0) {
            counts.merge(kind, count, Integer::sum);
        }
    }

    /** In lower-case letters without disguise: look-alikes read, invisible characters and emphasis left out. */
    private static String folded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean blank = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int codePoint = Character.toLowerCase(LookAlike.of(text.codePointAt(i)));
            boolean space = Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
            if (space && !blank) {
                out.append(' ');
            } else if (!space && "*_`".indexOf(codePoint) < 0 && Invisible.at(text, i) == null) {
                out.appendCodePoint(codePoint);
            }
            blank = space;
        }
        return out.toString();
    }
}
