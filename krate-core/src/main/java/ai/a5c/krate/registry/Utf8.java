package ai.a5c.krate.registry;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Says what is wrong with bytes that should be UTF-8, and where. */
final class Utf8 {

    private Utf8() {}

    /** What is wrong with {@code bytes}, in words; empty if they are UTF-8. */
    static Optional<String> fault(byte[] bytes) {
        if (bytes.length >= 2 && (isMark(bytes, 0xfe, 0xff) || isMark(bytes, 0xff, 0xfe))) {
            return Optional.of("the text is UTF-16; expected UTF-8");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        return result.isError()
                ? Optional.of("the text is not UTF-8 at " + place(out.flip().toString()))
                : Optional.empty();
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
