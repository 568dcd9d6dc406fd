package ai.a5c.krate.redact;

import com.google.re2j.Pattern;

/** Counts what a rendered page does not show, or shows as something else. */
final class HiddenMarkup {

    private static final int LONGEST_TARGET = 500;
    private static final int LONGEST_TYPE = 100;
    private static final Characters MEDIA_TYPE = Characters.of("/+.;=-");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?i)[\\s\"'/](?:alt|title|style|hidden|data-[a-z0-9-]+|aria-[a-z]+)\\s*(?:=|$)");

    private HiddenMarkup() {}

    static int comments(String text) {
        int count = 0;
        for (int at = text.indexOf("<!--"); at >= 0; at = text.indexOf("<!--", at + 4)) {
            count++;
        }
        return count;
    }

    /** Attributes of tags, alternative texts of images, titles of links. */
    static int hiddenTexts(String text) {
        int count = 0;
        for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
            int end = endOfTag(text, at + 1);
            boolean tag = end > at + 1 && Character.isLetter(text.charAt(at + 1));
            count += tag && ATTRIBUTE.matcher(text.substring(at + 1, end)).find() ? 1 : 0;
        }
        for (int at = text.indexOf("]("); at >= 0; at = text.indexOf("](", at + 2)) {
            count += isImageWithText(text, at) || hasTitle(text, at + 2) ? 1 : 0;
        }
        return count;
    }

    static int numericEntities(String text) {
        int count = 0;
        for (int at = text.indexOf("&#"); at >= 0; at = text.indexOf("&#", at + 2)) {
            int end = Characters.ALPHANUMERIC.endOfRun(text, at + 2, at + 12);
            count += end > at + 2 && end < text.length() && text.charAt(end) == ';' ? 1 : 0;
        }
        return count;
    }

    /** URLs that carry their content, in a text in lower case. */
    static int dataUrls(String text) {
        int count = 0;
        for (int at = text.indexOf("data:"); at >= 0; at = text.indexOf("data:", at + 5)) {
            int end = MEDIA_TYPE.endOfRun(text, at + 5, at + 5 + LONGEST_TYPE);
            count += end < text.length() && text.charAt(end) == ',' ? 1 : 0;
        }
        return count;
    }

    private static int endOfTag(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '>' && text.charAt(end) != '<') {
            end++;
        }
        return end;
    }

    private static boolean isImageWithText(String text, int close) {
        for (int i = close - 1; i > 0 && close - i < LONGEST_TARGET && text.charAt(i) != '\n'; i--) {
            if (text.charAt(i) == '[') {
                return text.charAt(i - 1) == '!' && i < close - 1;
            }
        }
        return false;
    }

    /** Whether blanks and a quote follow the link's target at {@code start}. */
    private static boolean hasTitle(String text, int start) {
        int limit = Math.min(text.length(), start + LONGEST_TARGET);
        int i = start;
        while (i < limit && text.charAt(i) > ' ' && text.charAt(i) != ')') {
            i++;
        }
        int target = i;
        while (i < limit && text.charAt(i) <= ' ') {
            i++;
        }
        return i > target && i < limit && "\"'(".indexOf(text.charAt(i)) >= 0;
    }
}
