package ai.a5c.krate.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ai.a5c.krate.engine.Names;
import ai.a5c.krate.server.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SummaryApiTest {

    private static final String SUMMARY = "/api/orgs/acme/agents/summary";
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final World world = new World();
    private final HttpServer server = HttpServer.start(
            "127.0.0.1",
            0,
            List.of(new SummaryRoutes(world.gate, world.store, () -> NOW)),
            (code, message, correlationId) -> "");
    private final Client acme = new Client(server.port(), world.acme);

    @AfterEach
    void close() {
        server.close();
        world.close();
    }

    @Test
    void whatThereIsIsCounted() throws Exception {
        run(NOW.minus(Duration.ofDays(40)), "succeeded", 8);
        run(NOW.minus(Duration.ofDays(20)), "failed", 4);
        run(NOW.minus(Duration.ofHours(11)), "succeeded", 2);
        run(NOW.minus(Duration.ofMinutes(5)), "queued", 0.5);
        run(NOW.minus(Duration.ofMinutes(1)), "queued", 0);
        approval("a-1", "pending");
        approval("a-2", "approved");

        Map<String, Object> summary = acme.get(SUMMARY).json();

        assertThat(String.valueOf(summary.get("runs")))
                .contains("queued=2", "running=0", "succeeded=2", "failed=1", "cancelled=0");
        assertThat(summary)
                .containsEntry("time", "2026-11-23T12:00:00Z")
                .containsEntry("queue", Map.of("length", 2, "oldestWaitSeconds", 300))
                .containsEntry("pendingApprovals", 1)
                .containsEntry("cost", Map.of("todayUsd", 2.5, "thisMonthUsd", 6.5));
        assertThat(String.valueOf(summary.get("sessions"))).contains("active=0");
        assertThat(String.valueOf(summary.get("deliveries"))).isEqualTo("{received=0, decided=0}");
        assertThat(String.valueOf(summary.get("workspaces"))).contains("provisioned=0");
    }

    @Test
    void manyMoreThanOnePageAreCounted() throws Exception {
        for (int i = 0; i < 1_200; i++) {
            run(NOW.minusSeconds(i), "running", 0.25);
        }

        assertThat(String.valueOf(acme.get(SUMMARY).json().get("runs"))).contains("running=1200");
        assertThat(acme.get(SUMMARY).json()).containsEntry("cost", Map.of("todayUsd", 300.0, "thisMonthUsd", 300.0));
    }

    @Test
    void onlyTheOwnOrganizationIsCounted() throws Exception {
        run(NOW.minusSeconds(5), "running", 1);
        Client globex = new Client(server.port(), world.globex);

        assertThat(String.valueOf(globex.get("/api/agents/summary").json().get("runs")))
                .contains("running=0");
        assertThat(globex.get(SUMMARY).status()).isEqualTo(404);
        assertThat(new Client(server.port(), "").get(SUMMARY).status()).isEqualTo(401);
        assertThat(new Client(server.port(), world.acmeReader).get(SUMMARY).status())
                .isEqualTo(200);
    }

    private void run(Instant made, String phase, double cost) {
        Map<String, Object> document = World.resource(
                "AgentDispatchRun",
                "acme",
                Names.timed("run", made, made.toString()),
                Map.of("organizationRef", "acme", "agentStack", "s", "repository", "r"),
                Map.of("phase", phase, "costUsd", cost));
        Map<String, Object> metadata = new LinkedHashMap<>();
        ((Map<?, ?>) document.getOrDefault("metadata", Map.of()))
                .forEach((name, value) -> metadata.put(String.valueOf(name), value));
        metadata.put("creationTimestamp", made.toString());
        document.put("metadata", metadata);
        world.put(document);
    }

    private void approval(String name, String phase) {
        world.put(
                World.resource("AgentApproval", "acme", name, Map.of("dispatchRun", "run-1"), Map.of("phase", phase)));
    }
}
