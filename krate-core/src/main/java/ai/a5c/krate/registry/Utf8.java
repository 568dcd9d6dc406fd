package ai.a5c.krate.registry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Says what is wrong with bytes that should be UTF-8, and where. */
final class Utf8 {

    private Utf8() {}

    /** What is wrong with {@code bytes}, in words; empty if they are UTF-8. */
    static Optional<String> fault(byte[] bytes) {
        if (bytes.length >= 2 && (isMark(bytes, 0xfe, 0xff) || isMark(bytes, 0xff, 0xfe))) {
            return Optional.of("the text is UTF-16; expected UTF-8");
        }
        int wrong = Arrays.mismatch(bytes, new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8));
        return wrong < 0
                ? Optional.empty()
                : Optional.of("the text is not UTF-8 at " + place(new String(bytes, 0, wrong, StandardCharsets.UTF_8)));
    }

    private static boolean isMark(byte[] bytes, int first, int second) {
        return (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
    }

    /** The line and column that follow {@code text}, from 1. */
    static String place(String text) {
        long line = 1 + text.chars().filter(character -> character == '\n').count();
        return "line %d, column %d".formatted(line, text.length() - text.lastIndexOf('\n'));
    }
}
