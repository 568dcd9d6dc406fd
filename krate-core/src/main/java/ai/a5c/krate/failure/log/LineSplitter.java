package ai.a5c.krate.failure.log;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts bytes, in pieces of any size, into lines of UTF-8 text: bytes that are none become U+FFFD, a line that was drawn over
 * after a carriage return counts as its last state, and what is beyond {@value #LONGEST} bytes of a line is left out.
 */
public final class LineSplitter {

    static final int LONGEST = 4096;

    private final byte[] line = new byte[LONGEST];
    private final Consumer<String> lines;
    private int length;
    private boolean returned;
    private boolean begun;

    /** Hands each line on to {@code lines}. */
    public LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Takes the next piece. */
    public void accept(byte[] bytes, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            accept(bytes[i]);
        }
    }

    /** Hands on the last line, if it had no end. */
    public void end() {
        if (begun) {
            emit();
        }
    }

    private void accept(byte next) {
        if (next == '\n') {
            emit();
            return;
        }
        begun = true;
        if (next == '\r') {
            returned = true;
            return;
        }
        if (returned) {
            length = 0;
            returned = false;
        }
        if (length < LONGEST) {
            line[length++] = next;
        }
    }

    private void emit() {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        length = 0;
        returned = false;
        begun = false;
        lines.accept(text);
    }
}
