package ai.a5c.krate.server.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How long one change takes to reach the last of many watchers, beside the same bytes over as many plain sockets, and what
 * a watcher costs in memory.
 *
 * <p>The watchers are in the same process as the server. What they hold is measured alone first, as connections that
 * nobody has accepted, and taken off.
 */
final class WatchBench implements Bench {

    private static final int[] WATCHERS = {100, 1_000, 5_000};
    private static final int CHANGES = 20;
    private static final int WARM_UP = 60;
    private static final int ENOUGH = 1_000;

    @Override
    public List<Figure> run(Grounds grounds, int largest) {
        double client = PlainSockets.client(ENOUGH);
        double plain = PlainSockets.both(ENOUGH) - client;
        List<Figure> figures = new ArrayList<>();
        for (Watched watched : Watched.values()) {
            for (int watchers : WATCHERS) {
                if (watchers <= Math.max(largest, WATCHERS[0])) {
                    figures.addAll(figures(watched, watchers, client, plain));
                }
            }
        }
        return figures;
    }

    /** Over a server of its own, since a server only finds out that a watcher is gone when it writes to it. */
    private static List<Figure> figures(Watched watched, int watchers, double client, double plain) {
        Told told = told(watched, watchers);
        Timings peer = PlainSockets.timings(told.news(), watched.mark(), watchers, CHANGES);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of(watched.title(), watchers, told.timings(), PlainSockets.TIMES, peer));
        if (watchers >= ENOUGH) {
            figures.add(Figure.bytes(
                    watched.title() + ", each", watchers, told.held() - client, PlainSockets.BYTES, plain));
        }
        return figures;
    }

    private static Told told(Watched watched, int watchers) {
        try (Grounds grounds = Grounds.open()) {
            watched.prepare(grounds);
            watched.change(grounds);
            long before = Memory.held();
            try (Listeners listeners = Listeners.watching(grounds, watched.path(), watched.first(), watchers)) {
                listeners.marking(watched.mark());
                if (watchers < ENOUGH) {
                    listeners.timed(WARM_UP, () -> watched.change(grounds));
                }
                Timings own = listeners.timed(CHANGES, () -> watched.change(grounds));
                return new Told(own, (double) (Memory.held() - before) / watchers, listeners.line());
            }
        }
    }

    /** What was measured: times, bytes of memory of a connection with both ends, and the last news as it came. */
    private record Told(Timings timings, double held, ByteBuffer news) {}
}
