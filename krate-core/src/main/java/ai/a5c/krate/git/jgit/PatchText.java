package ai.a5c.krate.git.jgit;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A patch in sections, one a file; only such sections become text that are UTF-8 and so come back byte for byte. */
final class PatchText {

    private static final byte[] START = "diff --git ".getBytes(StandardCharsets.US_ASCII);

    private PatchText() {}

    /** The patch as text, or empty if it has bytes that text cannot carry. */
    static Optional<String> decode(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The sections of {@code readable} that can be text, and those of {@code safe}, which is the same in ASCII, for the rest. */
    static String merge(byte[] readable, byte[] safe) {
        List<byte[]> first = sections(readable);
        List<byte[]> second = sections(safe);
        if (first.size() != second.size()) {
            throw new IllegalStateException("one change has %d and %d sections".formatted(first.size(), second.size()));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < first.size(); i++) {
            byte[] fallback = second.get(i);
            text.append(decode(first.get(i)).orElseGet(() -> new String(fallback, StandardCharsets.US_ASCII)));
        }
        return text.toString();
    }

    private static List<byte[]> sections(byte[] patch) {
        List<byte[]> sections = new ArrayList<>();
        int start = 0;
        for (int i = 1; i < patch.length; i++) {
            if (patch[i - 1] == '\n' && isStart(patch, i)) {
                sections.add(Arrays.copyOfRange(patch, start, i));
                start = i;
            }
        }
        sections.add(Arrays.copyOfRange(patch, start, patch.length));
        return sections;
    }

    private static boolean isStart(byte[] patch, int at) {
        return at + START.length <= patch.length && Arrays.equals(patch, at, at + START.length, START, 0, START.length);
    }
}
