package ai.a5c.krate.server.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was rendered lately, so that each thing is rendered once in each shape, however many watch it and when they come;
 * used by one thread. It says nothing of who may see it.
 */
final class Renderings {

    private static final int OVERHEAD = 512;

    private final long most;
    private final Map<Object, List<Piece>> made = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** Keeps about {@code most} bytes, those asked for last. */
    Renderings(long most) {
        this.most = most;
    }

    /**
     * What {@code maker} makes, unless it is still there.
     *
     * @param key equal only where the very same would be made: the thing itself and its shape
     */
    List<Piece> of(Object key, Supplier<List<String>> maker) {
        List<Piece> known = made.get(key);
        if (known == null) {
            known = maker.get().stream().map(Piece::of).toList();
            made.put(key, known);
            bytes += weight(known);
            forget();
        }
        return known;
    }

    private void forget() {
        var oldest = made.entrySet().iterator();
        while (bytes > most && oldest.hasNext()) {
            bytes -= weight(oldest.next().getValue());
            oldest.remove();
        }
    }

    /** A key holds what was rendered, so that it weighs about as much again. */
    private static long weight(List<Piece> pieces) {
        return OVERHEAD + 2 * pieces.stream().mapToLong(Piece::size).sum();
    }
}
