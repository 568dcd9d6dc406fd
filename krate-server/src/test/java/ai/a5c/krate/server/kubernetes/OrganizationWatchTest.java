package ai.a5c.krate.server.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.json.Json;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.server.World;
import ai.a5c.krate.server.http.Client;
import ai.a5c.krate.server.http.Events;
import ai.a5c.krate.server.http.Events.Event;
import ai.a5c.krate.server.http.HttpServer;
import ai.a5c.krate.store.StoredResource;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrganizationWatchTest {

    private static final String RUNS = "/api/watch/orgs/acme/agentdispatchruns";

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new OrganizationWatchRoutes(world.gate, world.store, world.live, InstantSource.system())),
            (code, message, correlationId) -> "");

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    @Test
    void everythingThatIsThereComesFirstAndThenEachChange() throws Exception {
        world.run("run-1", "queued");
        world.run("run-2", "running");
        try (Events events = open(RUNS, "")) {
            Event sync = events.next();
            assertThat(sync.type()).isEqualTo("SYNC");
            assertThat(sync.id()).isEqualTo(Long.toString(world.store.version()));
            assertThat(items(sync)).containsExactly("run-1", "run-2");
            assertThat(Json.readObject(sync.data())).containsEntry("resourceVersion", sync.id());
            world.run("run-3", "queued");
            assertThat(told(events)).isEqualTo("ADDED run-3 queued");
            world.run("run-1", "running");
            assertThat(told(events)).isEqualTo("MODIFIED run-1 running");
            delete("run-2");
            assertThat(told(events)).isEqualTo("DELETED run-2 running");
        }
    }

    @Test
    void aLongListIsOneEvent() throws Exception {
        for (int i = 0; i < 700; i++) {
            world.run("run-%03d".formatted(i), "queued");
        }
        try (Events events = open(RUNS, "")) {
            assertThat(items(events.next())).hasSize(700).doesNotHaveDuplicates();
        }
        try (Events events = open("/api/watch/orgs/acme/agentstacks", "")) {
            assertThat(items(events.next())).isEmpty();
        }
    }

    @Test
    void aWatchIsResumedAfterEachEventWithoutLossOrDoubling() throws Exception {
        String last;
        try (Events events = open(RUNS, "")) {
            last = events.next().id();
        }
        for (int i = 0; i < 5; i++) {
            world.run("run-" + i, "queued");
        }
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            try (Events events = open(RUNS, last)) {
                Event event = events.next();
                last = event.id();
                seen.add(event.type() + " " + name(event));
            }
        }
        assertThat(seen).containsExactly("ADDED run-0", "ADDED run-1", "ADDED run-2", "ADDED run-3", "ADDED run-4");
    }

    @Test
    void whoComesTooLateOrFromAnotherStoreIsToldEverythingAgain() throws Exception {
        world.run("run-1", "queued");
        long early = world.store.version() - 1;
        world.run("run-2", "queued");
        world.store.compact(world.store.version());

        try (Events events = open(RUNS, Long.toString(early))) {
            assertThat(items(events.next())).containsExactly("run-1", "run-2");
            world.run("run-3", "queued");
            assertThat(told(events)).isEqualTo("ADDED run-3 queued");
        }
        try (Events events = open(RUNS, "999999999")) {
            assertThat(items(events.next())).containsExactly("run-1", "run-2", "run-3");
        }
    }

    @Test
    void selectorsTellWhatBeginsAndCeasesToMatch() throws Exception {
        world.run("run-1", "queued");
        world.run("run-2", "running");
        try (Events events = open(RUNS + "?fieldSelector=status.phase%3Dqueued", "")) {
            assertThat(items(events.next())).containsExactly("run-1");
            world.run("run-2", "queued");
            assertThat(told(events)).isEqualTo("ADDED run-2 queued");
            world.run("run-1", "running");
            assertThat(told(events)).isEqualTo("DELETED run-1 running");
        }
    }

    @Test
    void anotherOrganizationsResourcesAreNeverTold() throws Exception {
        try (Events acme = open(RUNS, "");
                Events globex =
                        new Events(server.port(), "/api/watch/orgs/globex/agentdispatchruns", world.globex, "")) {
            acme.next();
            assertThat(items(globex.next())).isEmpty();
            world.run("run-1", "queued");
            world.put(World.resource(
                    "AgentDispatchRun",
                    "globex",
                    "theirs",
                    Map.of("organizationRef", "globex", "agentStack", "s", "repository", "r"),
                    Map.of("phase", "queued")));
            assertThat(told(acme)).isEqualTo("ADDED run-1 queued");
            assertThat(told(globex)).isEqualTo("ADDED theirs queued");
        }
    }

    @Test
    void whoMayNotIsRefused() throws Exception {
        Client acme = new Client(server.port(), world.acme);
        Client globex = new Client(server.port(), world.globex);

        assertThat(new Client(server.port(), "").get(RUNS).status()).isEqualTo(401);
        assertThat(globex.get(RUNS).error())
                .isEqualTo(globex.get("/api/watch/orgs/none/agentdispatchruns").error())
                .startsWith("404 {\"error\":{\"code\":\"ORG_NOT_FOUND\"");
        assertThat(acme.get("/api/watch/orgs/acme/things").error())
                .isEqualTo(acme.get("/api/watch/orgs/acme/organizations").error())
                .contains("there is no such kind to watch");
        assertThat(acme.get("/api/watch/orgs/acme/auditevents").status()).isEqualTo(404);
        assertThat(acme.get(RUNS + "?fieldSelector=spec.secret%3D1").error())
                .startsWith("400 {\"error\":{\"code\":\"BAD_REQUEST\",\"message\":\"field label not supported");
        try (Events reader = new Events(server.port(), RUNS, world.acmeReader, "")) {
            assertThat(reader.next().type()).isEqualTo("SYNC");
        }
    }

    private Events open(String path, String last) throws IOException, InterruptedException {
        return new Events(server.port(), path, world.acme, last);
    }

    private static List<String> items(Event sync) {
        assertThat(sync.type()).isEqualTo("SYNC");
        List<?> items = (List<?>) Json.readObject(sync.data()).getOrDefault("items", List.of());
        return items.stream().map(OrganizationWatchTest::nameOf).toList();
    }

    private static String told(Events events) throws IOException {
        Event event = events.next();
        Map<?, ?> object = object(event);
        String phase = String.valueOf(object.get("status")).replaceAll(".*[{ ]phase=([a-z]+).*", "$1");
        assertThat(event.id()).matches("[1-9][0-9]*");
        return event.type() + " " + nameOf(object) + " " + phase;
    }

    private static String name(Event event) {
        return nameOf(object(event));
    }

    private static Map<?, ?> object(Event event) {
        return (Map<?, ?>) Json.readObject(event.data()).getOrDefault("object", Map.of());
    }

    private static String nameOf(Object resource) {
        Map<?, ?> tree = (Map<?, ?>) resource;
        return String.valueOf(tree.get("metadata")).replaceAll("\\{name=([^,]*),.*", "$1");
    }

    private void delete(String run) {
        StoredResource stored = world.store
                .get(new ResourceKey("AgentDispatchRun", "acme", run))
                .orElseThrow();
        world.store.transact(transaction -> {
            transaction.delete(stored.key(), stored.version());
            return run;
        });
    }
}
