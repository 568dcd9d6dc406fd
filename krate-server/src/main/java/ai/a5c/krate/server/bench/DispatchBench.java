package ai.a5c.krate.server.bench;

import ai.a5c.krate.server.campaign.PrivatePostgres;
import ai.a5c.krate.store.jdbc.JdbcResourceStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs over PostgreSQL to make a run of a delivery, to claim and to launch one while many wait, and to answer a
 * webhook while many deliveries do.
 */
final class DispatchBench implements Bench {

    private static final int MOST = 10_000;
    private static final int FEW = 1_000;

    @Override
    public List<Figure> run(Grounds grounds, int largest) {
        int most = Math.min(MOST, largest);
        boolean small = most <= FEW;
        List<Figure> figures = new ArrayList<>();
        figures.addAll(with(
                grounds,
                "intake",
                new Comments(8, 4),
                (site, peer) -> new IntakeBench(site, peer, small ? 1 : 8).figures()));
        figures.addAll(with(
                grounds,
                "launch",
                new Comments(small ? 5 : 50, small ? 1 : 4),
                (site, peer) -> new LaunchBench(site, peer).figures(most)));
        figures.add(WebhookBench.figure(grounds, most));
        return figures;
    }

    private static List<Figure> with(Grounds grounds, String name, Comments comments, Measuring measuring) {
        Path data = grounds.file(name);
        try (PrivatePostgres postgres = PrivatePostgres.start();
                JdbcResourceStore store =
                        JdbcResourceStore.postgresql(postgres.url(), PrivatePostgres.USER, postgres.password());
                SqlPeer peer = SqlPeer.of(postgres, grounds, Site.blobs(data))) {
            return measuring.figures(Site.build(store, data, comments), peer);
        }
    }

    @FunctionalInterface
    private interface Measuring {

        List<Figure> figures(Site site, SqlPeer peer);
    }
}
