package ai.a5c.krate.server.bench;

import ai.a5c.krate.Krate;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.attempt.AttemptWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The next claim, and the way from there to the launch, while ever more attempts wait over the organizations of a site;
 * beside one select from an indexed queue.
 */
final class LaunchBench {

    private static final int BATCH = 100;
    private static final int TIMES = 50;

    private final Site site;
    private final SqlPeer peer;
    private int waiting;

    LaunchBench(Site site, SqlPeer peer) {
        this.site = site;
        this.peer = peer;
    }

    List<Figure> figures(int largest) {
        Desk desk = site.desk();
        Copies copies = new Copies(site, first());
        AttemptWorker worker = new AttemptWorker(desk, Duration.ofHours(1));
        List<Figure> figures = new ArrayList<>();
        for (int size = 100; size <= largest; size *= 10) {
            fill(desk, copies, size);
            peer.fill(size);
            figures.addAll(measured(worker, size, peer.claims(2 * TIMES)));
        }
        return figures;
    }

    /** The name of a run that came from a delivery. */
    private String first() {
        Decided decided = new Decided();
        try (Krate krate = site.krate(decided)) {
            krate.start(0, 1);
            decided.await(krate.inbox().receive(site.comments().comment(0)).delivery());
        }
        decided.requireRuns();
        waiting = 1;
        return site.firstRun();
    }

    private void fill(Desk desk, Copies copies, int size) {
        while (waiting < size) {
            int more = Math.min(BATCH, size - waiting);
            waiting += desk.write(records -> copies.make(records, more));
        }
    }

    private List<Figure> measured(AttemptWorker worker, int size, Timings select) {
        long[] claims = new long[TIMES];
        long[] launches = new long[TIMES];
        for (int i = -TIMES / 5; i < TIMES; i++) {
            long began = System.nanoTime();
            Runnable work = worker.take(() -> false).orElseThrow();
            long claimed = System.nanoTime();
            work.run();
            waiting--;
            if (i >= 0) {
                claims[i] = claimed - began;
                launches[i] = site.runtime().asked() - began;
            }
        }
        return List.of(
                Figure.of("claim of the next attempt", size, Timings.of(claims), SqlPeer.SELECT, select),
                Figure.of("claim to launch", size, Timings.of(launches), SqlPeer.SELECT, select));
    }
}
