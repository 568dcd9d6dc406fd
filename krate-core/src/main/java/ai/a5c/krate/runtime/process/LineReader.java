package ai.a5c.krate.runtime.process;

import ai.a5c.krate.runtime.AgentEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Reads a growing file of lines as events, from any cursor.
 *
 * <p>A cursor is the byte offset behind a line. Of the events of one line all but the last have cursors inside it, which
 * are never taken for offsets of text: reading goes back to the line's start. A line of more than 64 KiB is cut into
 * pieces that are plain output, so that no piece is mistaken for an event.
 *
 * @param base the cursor of the file's first byte
 * @param complete whether the file will not grow any more
 * @param follower what understands the lines, and knows those before
 */
record LineReader(Path file, long base, boolean complete, Follower follower) {

    static final int LONGEST_LINE = 64 * 1024;
    private static final int LONGEST_READ = 4 * LONGEST_LINE;
    private static final int MOST_EVENTS = 1_000;

    /**
     * Events behind {@code cursor}.
     *
     * @return at most about a thousand, or a quarter of a mebibyte; none if there is no more for now
     */
    List<AgentEvent> read(long cursor) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long from = cursor - base;
            if (from < 0 || from >= channel.size()) {
                return List.of();
            }
            if (from == 0 || bytes(channel, from - 1, from)[0] == '\n') {
                return events(channel, from, cursor, false);
            }
            long start = shortLineStart(channel, from);
            return events(channel, start < 0 ? from : start, cursor, start < 0);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** The lines in the last quarter of a mebibyte; the first may be cut. */
    static List<String> lastLines(Path file) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            byte[] bytes = bytes(channel, Math.max(0, channel.size() - LONGEST_READ), channel.size());
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** The start of the line that {@code within} lies in; -1 if that line is longer than the longest. */
    private long shortLineStart(SeekableByteChannel channel, long within) throws IOException {
        byte[] before = bytes(channel, Math.max(0, within - LONGEST_LINE), within);
        int found = lastBreak(before) + 1;
        if (found == 0 && before.length < within) {
            return -1;
        }
        long start = within - before.length + found;
        byte[] line = bytes(channel, start, start + LONGEST_LINE + 1);
        boolean ends = lastBreak(line) >= 0 || (complete && line.length <= LONGEST_LINE);
        return ends ? start : -1;
    }

    private List<AgentEvent> events(SeekableByteChannel channel, long start, long cursor, boolean insideLine)
            throws IOException {
        catchUp(channel, start);
        byte[] bytes = bytes(channel, start, start + LONGEST_READ);
        boolean last = complete && start + bytes.length >= channel.size();
        List<AgentEvent> events = new ArrayList<>();
        boolean cut = insideLine;
        int at = 0;
        while (at < bytes.length && events.size() < MOST_EVENTS) {
            int end = pieceEnd(bytes, at, last);
            if (end < 0) {
                break;
            }
            boolean ended = end < bytes.length && bytes[end] == '\n';
            boolean whole = !cut && (ended || (last && end == bytes.length));
            String text = text(bytes, at, end);
            int next = ended ? end + 1 : end;
            add(events, whole ? follower.hear(text) : plain(text), base + start + at, base + start + next);
            cut = !ended;
            at = next;
            follower.passed(start + at);
        }
        return events.stream().filter(event -> event.cursor() > cursor).toList();
    }

    /** Lets the follower hear what stands before {@code start} and was not heard yet. */
    private void catchUp(SeekableByteChannel channel, long start) throws IOException {
        long from = follower.from(start);
        boolean cut = from > 0 && bytes(channel, from - 1, from)[0] != '\n';
        while (from < start) {
            byte[] bytes = bytes(channel, from, Math.min(start, from + LONGEST_READ));
            int at = 0;
            int end = pieceEnd(bytes, at, false);
            while (end >= 0) {
                boolean ended = bytes[end] == '\n';
                if (ended && !cut) {
                    follower.hear(text(bytes, at, end));
                }
                cut = !ended;
                at = ended ? end + 1 : end;
                end = at < bytes.length ? pieceEnd(bytes, at, false) : -1;
            }
            if (at == 0) {
                break;
            }
            from += at;
        }
        follower.passed(start);
    }

    private static void add(List<AgentEvent> events, List<Said> said, long start, long end) {
        for (int i = 0; i < said.size(); i++) {
            events.add(said.get(i).at(i == said.size() - 1 ? end : start + i + 1));
        }
    }

    /** Where the line or piece that starts at {@code at} ends: at its line break, or cut; -1 if it is not there yet. */
    private static int pieceEnd(byte[] bytes, int at, boolean last) {
        int limit = Math.min(bytes.length, at + LONGEST_LINE + 1);
        for (int i = at; i < limit; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        if (bytes.length - at > LONGEST_LINE) {
            return characterStart(bytes, at + LONGEST_LINE);
        }
        return last ? bytes.length : -1;
    }

    /** The start of the UTF-8 character that {@code at} lies in. */
    private static int characterStart(byte[] bytes, int at) {
        int start = at;
        while (start > at - 3 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        return start;
    }

    private static String text(byte[] bytes, int from, int to) {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static List<Said> plain(String text) {
        return List.of(Said.of(AgentEvent.Type.OUTPUT, text));
    }

    private static int lastBreak(byte[] bytes) {
        int at = bytes.length - 1;
        while (at >= 0 && bytes[at] != '\n') {
            at--;
        }
        return at;
    }

    private static byte[] bytes(SeekableByteChannel channel, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(to, channel.size()) - from));
        channel.position(from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // a file gives less than asked only where it ends
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
