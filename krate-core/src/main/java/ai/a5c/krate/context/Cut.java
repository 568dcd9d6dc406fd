package ai.a5c.krate.context;

/** Cuts the texts of one part to what is allowed and to what fits, and says so. */
final class Cut {

    /** No notice is longer, in bytes. */
    static final int LONGEST_NOTICE = 160;

    private final ContextLimits.Limit limit;
    private final int bundle;
    private int room;
    private int kept;
    private int left;
    private String notice = "";

    Cut(ContextLimits.Limit limit, int room, int bundle) {
        this.limit = limit;
        this.room = room;
        this.bundle = bundle;
    }

    /** The head of {@code text} that is allowed and fits. */
    String of(String text) {
        int size = Utf8.length(text);
        int allowed = Math.min(limit.bytes(), room);
        String head = size <= allowed ? text : withoutHalves(Utf8.head(text, allowed));
        int length = Utf8.length(head);
        kept += length;
        left += size - length;
        room -= length;
        notice = length == size ? "" : notice(size - length, size, allowed < limit.bytes());
        return head;
    }

    /** What to say about the last cut; empty if there was none. */
    String notice() {
        return notice;
    }

    int kept() {
        return kept;
    }

    int left() {
        return left;
    }

    private String notice(int missing, int size, boolean full) {
        return full
                ? "[Left out: the last %d of %d bytes, because the bundle is limited to %d bytes.]\n"
                        .formatted(missing, size, bundle)
                : "[Left out: the last %d of %d bytes, because %s is limited to %d bytes.]\n"
                        .formatted(missing, size, limit.what(), limit.bytes());
    }

    /** Without the beginning of a marker or of a written-out character at its end. */
    private static String withoutHalves(String head) {
        int marker = head.lastIndexOf('[');
        boolean cutMarker = marker >= 0 && isHalf(head.substring(marker), "[REDACTED:", ']');
        int code = head.lastIndexOf('\\');
        boolean cutCode = code >= 0 && isHalf(head.substring(code), "\\u{", '}');
        if (cutMarker) {
            return head.substring(0, marker);
        }
        return cutCode ? head.substring(0, code) : head;
    }

    private static boolean isHalf(String tail, String start, char end) {
        boolean begins = start.startsWith(tail) || (tail.startsWith(start) && tail.length() < 150);
        return begins && tail.indexOf(end) < 0;
    }
}
