package ai.a5c.krate.server.bench;

import ai.a5c.krate.Krate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * From a delivery to its run: stored, understood, evaluated, reviewed, the context assembled, run and attempt committed;
 * beside pgbench inserting as many rows of the same width.
 */
final class IntakeBench {

    private static final String NAME = "delivery to committed run";
    private static final List<Integer> LEVELS = List.of(1, 4, 16);
    private static final int MOST = 16;

    private final Site site;
    private final SqlPeer peer;
    private final int seconds;
    private final AtomicInteger next = new AtomicInteger();

    /** A bench that measures for {@code seconds} each. */
    IntakeBench(Site site, SqlPeer peer, int seconds) {
        this.site = site;
        this.peer = peer;
        this.seconds = seconds;
    }

    List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        closed(MOST, 2 * seconds);
        double best = 0;
        for (int level : LEVELS) {
            Figure figure = beside(level, closed(level, seconds));
            best = Math.max(best, figure.perSecond());
            figures.add(figure);
        }
        figures.add(halfLoad(best / 2));
        return figures;
    }

    private Figure beside(int level, Load own) {
        SqlPeer.Load other = peer.sameInserts(own.rows(), own.count(), level, seconds);
        return Figure.of(NAME + ", at once", level, own.timings(), SqlPeer.INSERTS, other.micros())
                .at(own.perSecond(), other.perSecond());
    }

    /** So many at once, each of which comes when the one before it is done. */
    private Load closed(int level, int length) {
        Decided decided = new Decided();
        try (Krate krate = site.krate(decided)) {
            krate.start(0, level);
            SqlPeer.Rows before = peer.rows();
            ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
            long began = System.nanoTime();
            Crowd.of(level, caller -> {
                while (System.nanoTime() - began < length * 1_000_000_000L) {
                    long start = System.nanoTime();
                    decided.await(receive(krate));
                    nanos.add(System.nanoTime() - start);
                }
            });
            double took = (System.nanoTime() - began) / 1e9;
            decided.requireRuns();
            Timings timings =
                    Timings.of(nanos.stream().mapToLong(Long::longValue).toArray());
            return new Load(
                    timings, nanos.size(), nanos.size() / took, peer.rows().since(before));
        }
    }

    private Figure halfLoad(double perSecond) {
        Decided decided = new Decided();
        try (Krate krate = site.krate(decided)) {
            krate.start(0, MOST);
            SqlPeer.Rows before = peer.rows();
            int count = (int) Math.max(10, Math.round(perSecond * seconds));
            Timings own = new OpenLoop(perSecond, 4 * MOST).run(count, number -> decided.await(receive(krate)));
            decided.requireRuns();
            SqlPeer.Load other = peer.sameInserts(peer.rows().since(before), count, MOST, seconds, perSecond);
            return Figure.of(NAME + ", half load", MOST, own, SqlPeer.INSERTS, other.micros())
                    .at(perSecond, other.perSecond());
        }
    }

    private String receive(Krate krate) {
        return krate.inbox()
                .receive(site.comments().comment(next.getAndIncrement()))
                .delivery();
    }

    /** What was reached. */
    private record Load(Timings timings, int count, double perSecond, SqlPeer.Rows rows) {}
}
