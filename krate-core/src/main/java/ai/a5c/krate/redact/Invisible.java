package ai.a5c.krate.redact;

import ai.a5c.krate.redact.Finding.Kind;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells characters that hide something from those that emoji and the world's scripts need. */
final class Invisible {

    private static final int ZWNJ = 0x200c;
    private static final int ZWJ = 0x200d;
    private static final int BLACK_FLAG = 0x1f3f4;
    private static final List<String> FLAGS = List.of("gbeng", "gbsct", "gbwls");
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.NKO,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    private Invisible() {}

    /** What the code point at {@code index} hides, or null if it is ordinary there. */
    static @Nullable Kind at(String text, int index) {
        int codePoint = text.codePointAt(index);
        if (codePoint >= ' ' && codePoint < 0x7f) {
            return null;
        }
        if (codePoint < 0xa0) {
            return control(text, index, codePoint);
        }
        return switch (Character.getType(codePoint)) {
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> Kind.CONTROL_CHARACTER;
            case Character.FORMAT -> format(text, index, codePoint);
            default -> isSelector(codePoint) ? selector(text, index, codePoint) : filler(codePoint);
        };
    }

    private static @Nullable Kind control(String text, int index, int codePoint) {
        boolean lineEnd = codePoint == '\r' && index + 1 < text.length() && text.charAt(index + 1) == '\n';
        if (codePoint == '\n' || codePoint == '\t' || lineEnd) {
            return null;
        }
        return codePoint == 0x1b || codePoint == 0x9b ? Kind.ANSI_ESCAPE : Kind.CONTROL_CHARACTER;
    }

    private static @Nullable Kind format(String text, int index, int codePoint) {
        int before = index == 0 ? ' ' : text.codePointBefore(index);
        int next = index + Character.charCount(codePoint);
        int after = next >= text.length() ? ' ' : text.codePointAt(next);
        if ((codePoint >= 0x202a && codePoint <= 0x202e) || (codePoint >= 0x2066 && codePoint <= 0x2069)) {
            return Kind.BIDI_CONTROL;
        }
        if (codePoint == 0x200e || codePoint == 0x200f || codePoint == 0x61c) {
            return isRightToLeft(before) || isRightToLeft(after) ? null : Kind.BIDI_CONTROL;
        }
        if (codePoint == ZWJ && isEmojiPart(before) && isEmoji(after)) {
            return null;
        }
        if (codePoint == ZWJ || codePoint == ZWNJ) {
            return joins(before) && joins(after) ? null : Kind.ZERO_WIDTH;
        }
        if (codePoint >= 0xe0000 && codePoint <= 0xe007f) {
            return isInFlag(text, index) ? null : Kind.TAG_CHARACTER;
        }
        return isVisibleFormat(codePoint) ? null : Kind.ZERO_WIDTH;
    }

    private static @Nullable Kind selector(String text, int index, int codePoint) {
        int before = index == 0 ? ' ' : text.codePointBefore(index);
        boolean presentation = codePoint == 0xfe0e || codePoint == 0xfe0f;
        boolean keycap = (before >= '0' && before <= '9') || before == '#' || before == '*';
        boolean ideograph = Character.isIdeographic(before) && !presentation;
        boolean mongolian = codePoint < 0x1900 && UnicodeScript.of(before) == UnicodeScript.MONGOLIAN;
        boolean fits =
                (presentation && (isEmoji(before) || (keycap && isKeycap(text, index)))) || ideograph || mongolian;
        return fits ? null : Kind.VARIATION_SELECTOR;
    }

    private static boolean isKeycap(String text, int index) {
        return index + 1 < text.length() && text.charAt(index + 1) == '\u20e3';
    }

    private static @Nullable Kind filler(int codePoint) {
        boolean hidden = codePoint == 0x34f
                || codePoint == 0x115f
                || codePoint == 0x1160
                || codePoint == 0x17b4
                || codePoint == 0x17b5
                || codePoint == 0x2800
                || codePoint == 0x3164
                || codePoint == 0xffa0;
        return hidden ? Kind.ZERO_WIDTH : null;
    }

    /** Signs of Arabic, Syriac and other scripts that Unicode calls formats although they are seen. */
    private static boolean isVisibleFormat(int codePoint) {
        return (codePoint >= 0x600 && codePoint <= 0x605)
                || codePoint == 0x6dd
                || codePoint == 0x70f
                || (codePoint >= 0x890 && codePoint <= 0x891)
                || codePoint == 0x8e2
                || codePoint == 0x110bd
                || codePoint == 0x110cd
                || (codePoint >= 0x13430 && codePoint <= 0x1345f);
    }

    private static boolean isSelector(int codePoint) {
        return (codePoint >= 0xfe00 && codePoint <= 0xfe0f)
                || (codePoint >= 0xe0100 && codePoint <= 0xe01ef)
                || (codePoint >= 0x180b && codePoint <= 0x180f && codePoint != 0x180e);
    }

    private static boolean isEmojiPart(int codePoint) {
        return isEmoji(codePoint) || codePoint == 0xfe0f;
    }

    /** Pictures and symbols that emoji are made of, by block; modifiers of skin included. */
    private static boolean isEmoji(int codePoint) {
        return (codePoint >= 0x1f000 && codePoint <= 0x1faff)
                || (codePoint >= 0x2190 && codePoint <= 0x2bff && codePoint != 0x2800)
                || (codePoint >= 0x3030 && codePoint <= 0x303d)
                || codePoint == 0x3297
                || codePoint == 0x3299
                || codePoint == 0xa9
                || codePoint == 0xae
                || codePoint == 0x203c
                || codePoint == 0x2049
                || codePoint == 0x2122
                || codePoint == 0x2139;
    }

    private static boolean joins(int codePoint) {
        return JOINING.contains(UnicodeScript.of(codePoint))
                || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }

    private static boolean isRightToLeft(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    /** Whether the tag belongs to the flag of England, Scotland or Wales. */
    private static boolean isInFlag(String text, int index) {
        for (int distance = 2; distance <= 14 && distance <= index; distance += 2) {
            int start = index - distance;
            if (text.codePointAt(start) == BLACK_FLAG) {
                return FLAGS.stream().anyMatch(flag -> isFlag(text, start, flag));
            }
        }
        return false;
    }

    private static boolean isFlag(String text, int start, String flag) {
        StringBuilder tags = new StringBuilder().appendCodePoint(BLACK_FLAG);
        flag.chars().forEach(letter -> tags.appendCodePoint(0xe0000 + letter));
        return text.startsWith(tags.appendCodePoint(0xe007f).toString(), start);
    }
}
