package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.kubernetes.KubernetesRoutes;
import ai.a5c.krate.store.StreamEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveFeedTest {

    private final World world = new World();
    private final LiveFeed live = new LiveFeed(world.store, world.desk, Duration.ofSeconds(2));
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(
                    new RunRoutes(world.gate, world.desk, world.runs, world.blobs, live),
                    new TranscriptRoutes(world.gate, world.desk, world.store),
                    new KubernetesRoutes(world.gate, world.desk, world.store, live)),
            (code, message, correlationId) -> "");
    private final Client acme = new Client(server.port(), world.acme);

    @AfterEach
    void close() {
        live.close();
        server.close();
        world.close();
    }

    @Test
    void theEventsOfAnEndedRunComeInOrderAndEnd() throws Exception {
        world.run("run-1", "succeeded");
        world.event("run-1", "started", "one");
        world.event("run-1", "message", "two\nlines");
        String body = acme.get("/api/orgs/acme/agents/runs/run-1/events").body();
        assertThat(body).containsSubsequence("id: 1\nevent: started\n", "id: 2\nevent: message\n", "event: end\n");
        assertThat(body).contains("\"text\":\"two\\nlines\"");
    }

    @Test
    void aWatcherResumesAfterTheLastEventThatItSaw() throws Exception {
        world.run("run-1", "succeeded");
        world.event("run-1", "started", "one");
        world.event("run-1", "message", "two");
        String body = acme.get("/api/orgs/acme/agents/runs/run-1/events", "Last-Event-ID", "1")
                .body();
        assertThat(body).doesNotContain("id: 1\n").contains("id: 2\nevent: message\n", "event: end\n");
    }

    @Test
    void aLiveWatcherGetsEventsAsTheyHappen() throws Exception {
        world.run("run-1", "running");
        try (Watcher watcher = new Watcher("/api/orgs/acme/agents/runs/run-1/events")) {
            world.event("run-1", "message", "first");
            assertThat(watcher.until("first")).isNotEmpty();
            world.event("run-1", "message", "second");
            assertThat(watcher.until("second")).isNotEmpty();
            world.run("run-1", "succeeded");
            assertThat(watcher.until("event: end")).isNotEmpty();
        }
    }

    @Test
    void anEventThatCannotBeReadEndsOnlyTheWatchersOfItsRun() throws Exception {
        world.run("run-1", "running");
        world.run("run-2", "running");
        try (Watcher broken = new Watcher("/api/orgs/acme/agents/runs/run-1/events");
                Watcher other = new Watcher("/api/orgs/acme/agents/runs/run-2/events")) {
            world.store.transact(transaction ->
                    transaction.append("run/acme/run-1", new StreamEvent(1, Instant.EPOCH, "message", "no JSON")));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> live.watching() == 1);
            assertThat(broken.isOpen()).isTrue();
            world.event("run-2", "message", "still here");
            assertThat(other.until("still here")).isNotEmpty();
        }
    }

    @Test
    void aWatchShowsChangesAsJsonLines() throws Exception {
        String path =
                "/apis/runs.krate.a5c.ai/v1alpha1/namespaces/acme/agentdispatchruns?watch=true&resourceVersion=%d";
        long version = world.store.version();
        try (Watcher watcher = new Watcher(path.formatted(version))) {
            world.run("run-1", "running");
            assertThat(watcher.until("\"type\":\"ADDED\"")).contains("\"name\":\"run-1\"");
            world.run("run-1", "succeeded");
            assertThat(watcher.until("\"type\":\"MODIFIED\"")).contains("\"phase\":\"succeeded\"");
        }
        world.store.compact(world.store.version());
        assertThat(acme.get(path.formatted(version)).body())
                .contains("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\"")
                .contains("\"reason\":\"Expired\",\"code\":410}");
    }

    /** One connection, read by hand. */
    private final class Watcher implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader reader;

        Watcher(String path) throws IOException {
            socket = new Socket();
            socket.setReceiveBufferSize(32 * 1024);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                            .formatted(path, world.acme)
                            .getBytes(StandardCharsets.US_ASCII));
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        String until(String text) throws IOException {
            List<String> seen = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.contains(text)) {
                    return line;
                }
                seen.add(line);
            }
            throw new AssertionError("the connection ended before " + text + " after " + seen.size() + " lines");
        }

        boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
