package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Events.Event;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The events of a run, read over servers that share a store. */
class EventStreamTest {

    private static final String PATH = "/api/orgs/acme/agents/runs/run-1/events";

    private final World world = new World();
    private final List<Node> nodes = new ArrayList<>(List.of(new Node(), new Node()));

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        world.close();
    }

    @Test
    void eachEventIsReadOnceThoughTheClientReconnectsToAnotherServerAfterEveryOne() throws Exception {
        world.run("run-1", "running");
        int many = 12;
        say(1, 6);
        List<String> ids = new ArrayList<>();
        String last = "";
        for (int i = 0; i < many; i++) {
            if (i == 4) {
                say(7, many);
            }
            if (i == 8) {
                nodes.set(0, nodes.get(0).restarted());
            }
            try (Events events = nodes.get(i % 2).open(last)) {
                Event event = events.next();
                ids.add(event.id());
                last = event.id();
            }
        }
        world.run("run-1", "succeeded");

        assertThat(ids).containsExactlyElementsOf(numbers(1, many));
        try (Events events = nodes.get(0).open(last)) {
            assertThat(events.next()).isEqualTo(new Event("", "end", "{}"));
            assertThat(events.next().type()).isEqualTo("closed");
        }
    }

    @Test
    void bothServersTellWhatEitherStores() throws Exception {
        world.run("run-1", "running");
        try (Events one = nodes.get(0).open("");
                Events other = nodes.get(1).open("")) {
            say(1, 3);
            for (String id : numbers(1, 3)) {
                assertThat(one.next().id()).isEqualTo(id);
                assertThat(other.next().id()).isEqualTo(id);
            }
        }
    }

    @Test
    void everythingThatWasToldBeforeTheEndIsReadBeforeTheEnd() throws Exception {
        world.run("run-1", "running");
        say(1, 350);
        world.run("run-1", "failed");
        List<String> ids = new ArrayList<>();
        try (Events events = nodes.get(0).open("100")) {
            for (Event event = events.next(); !event.type().equals("end"); event = events.next()) {
                ids.add(event.id());
            }
        }

        assertThat(ids).containsExactlyElementsOf(numbers(101, 350));
    }

    private void say(int from, int to) {
        IntStream.rangeClosed(from, to).forEach(number -> world.event("run-1", "message", "no " + number));
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    /** A server of its own on the shared store. */
    private final class Node implements AutoCloseable {

        private final LiveFeed live = new LiveFeed(world.store, world.desk);
        private final HttpServer server = HttpServer.start(
                "127.0.0.1",
                0,
                List.of(new RunRoutes(world.gate, world.desk, world.runs, world.blobs, live)),
                (code, message, correlationId) -> "");

        Events open(String last) throws IOException, InterruptedException {
            return new Events(server.port(), PATH, world.acme, last);
        }

        Node restarted() {
            close();
            return new Node();
        }

        @Override
        public void close() {
            live.close();
            server.close();
        }
    }
}
