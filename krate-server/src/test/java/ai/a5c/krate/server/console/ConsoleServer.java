package ai.a5c.krate.server.console;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.HttpServer;
import ai.a5c.krate.server.http.RunRoutes;
import ai.a5c.krate.server.http.TranscriptRoutes;
import java.time.InstantSource;
import java.util.List;

/** A server with the console and the sample in it. */
final class ConsoleServer implements AutoCloseable {

    final World world = new World();
    private final HttpServer server;

    ConsoleServer() {
        this(Filling.RUNS);
    }

    ConsoleServer(Filling filling) {
        if (filling != Filling.NOTHING) {
            new Sample(world).fill();
        }
        if (filling == Filling.POLICY) {
            new PolicySample(world).fill();
        }
        Pages pages = new Pages();
        ConsoleParts parts = new ConsoleParts(
                world.gate,
                world.desk,
                world.runs,
                world.dispatch,
                world.lanes,
                world.approvals,
                world.reviews,
                world.inventory,
                world.rehearsal,
                world.whatIf,
                world.rules,
                world.audit,
                world.store,
                world.blobs,
                world.live,
                pages,
                InstantSource.system());
        server = HttpServer.start(
                "127.0.0.1",
                0,
                List.of(
                        new Assets(),
                        new LoginRoutes(world.gate, world.desk, world.sessions, world.codes, pages),
                        new ConsoleRoutes(parts),
                        new RunPages(parts),
                        new DispatchPages(parts),
                        new TranscriptPages(parts),
                        new RulePages(parts),
                        new DeliveryPages(parts),
                        new StackPages(parts),
                        new WorkspacePages(parts, world.workspaces),
                        new AccessPages(parts),
                        new RunRoutes(world.gate, world.desk, world.runs, world.blobs, world.live),
                        new TranscriptRoutes(world.gate, world.desk, world.store)),
                pages);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    @Override
    public void close() {
        server.close();
        world.close();
    }

    /** What is there at first. */
    enum Filling {
        NOTHING,
        RUNS,
        POLICY
    }
}
