package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Events.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watchers beside each other: none holds a thread, and none that is slow harms another. */
class ManyWatchersTest {

    private static final String PATH = "/api/orgs/acme/agents/runs/run-1/events";
    private static final int MORE_THAN_THREADS = 150;

    private final World world = new World();
    private final LiveFeed live = new LiveFeed(world.store, world.desk, Duration.ofSeconds(2));
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new RunRoutes(world.gate, world.desk, world.runs, world.blobs, live)),
            (code, message, correlationId) -> "");
    private final List<Events> open = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Events events : open) {
            events.close();
        }
        live.close();
        server.close();
        world.close();
    }

    @Test
    void moreWatchThanThereAreThreadsAndEverybodyIsStillAnswered() throws Exception {
        world.run("run-1", "running");
        world.event("run-1", "message", "the first");
        for (int i = 0; i < MORE_THAN_THREADS; i++) {
            open.add(watch());
            assertThat(open.get(i).next().id()).isEqualTo("1");
        }
        assertThat(live.watching()).isEqualTo(MORE_THAN_THREADS);

        assertThat(new Client(server.port(), world.acme)
                        .get("/api/orgs/acme/agents/runs/run-1")
                        .status())
                .isEqualTo(200);
        world.event("run-1", "message", "the news");
        for (Events events : open) {
            assertThat(events.next().data()).contains("the news");
        }
    }

    @Test
    void whoNeverReadsIsDisconnectedWhileOthersHearEverything() throws Exception {
        world.run("run-1", "running");
        try (Socket deaf = deaf();
                Socket another = deaf()) {
            open.add(watch());
            String large = "x".repeat(60_000);
            for (int i = 0; i < 400; i++) {
                world.event("run-1", "output", large);
            }
            world.event("run-1", "message", "the news");

            Event last = open.get(0).next();
            for (int i = 1; i <= 400; i++) {
                assertThat(last.id()).isEqualTo(Integer.toString(i));
                last = open.get(0).next();
            }
            assertThat(last.data()).contains("the news");
            Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> live.watching() == 1);
            assertThat(rest(deaf)).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
            assertThat(rest(another)).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
            world.event("run-1", "message", "more news");
            assertThat(open.get(0).next().data()).contains("more news");
        }
    }

    private Events watch() throws IOException, InterruptedException {
        return new Events(server.port(), PATH, world.acme, "");
    }

    /** A connection that asks and then reads nothing. */
    private Socket deaf() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(32 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(PATH, world.acme)
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What was on its way to a connection until the server closed it. */
    private static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        try {
            for (int count = socket.getInputStream().read(buffer);
                    count >= 0;
                    count = socket.getInputStream().read(buffer)) {
                all.write(buffer, 0, count);
            }
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        return all.toString(StandardCharsets.US_ASCII);
    }
}
