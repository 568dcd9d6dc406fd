package ai.a5c.krate.runtime.agentmux;

import static ai.a5c.krate.testkit.AgentRuntimeContract.hear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.testkit.mux.MuxGateway;
import ai.a5c.krate.testkit.mux.MuxPlays;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that the gateway should hold and does not, and what it does not tell of itself. */
class GatewayLimitsTest {

    private static final Duration BRIEF = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path root;

    private MuxWorld world;
    private MuxGateway gateway;

    @BeforeEach
    void start() {
        world = new MuxWorld(root);
        gateway = world.gateway();
        gateway.on("wait", MuxPlays.hanging("waiting"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aRunPastItsWallClockIsStoppedThoughTheGatewayLetsItGoOn() {
        End end = endOf(launch(BRIEF, LONG));
        assertThat(end.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(end.message())
                .isEqualTo("the gateway did not end it at the wall clock limit, so Krate has stopped it");
    }

    @Test
    void aRunThatIsSilentForTooLongIsStoppedThoughTheGatewayLetsItGoOn() {
        End end = endOf(launch(LONG, BRIEF));
        assertThat(end.outcome()).isEqualTo(Outcome.IDLE);
        assertThat(end.message())
                .isEqualTo("the gateway did not end it after too long a silence, so Krate has stopped it");
    }

    @Test
    void aRunThatNobodyWorksOnIsGivenUpAlsoWhereTheGatewayHasNoHealthToTell() {
        gateway.faults().healthless = true;
        Session session = launch(LONG, Duration.ZERO);
        gateway.kill();
        gateway.revive();
        End end = endOf(session);
        assertThat(end.outcome()).isEqualTo(Outcome.LOST);
        assertThat(end.message()).contains("may still be at work");
    }

    @Test
    void aQuietRunGoesOnWhereTheGatewayDoesNotCountItsRuns() {
        gateway.faults().countless = true;
        CountDownLatch go = new CountDownLatch(1);
        gateway.on("quiet", run -> {
            run.session("s-1");
            go.await();
            run.says("done");
            run.ends("completed", 0, null);
        });
        AgentMuxRuntime server = world.server();
        Session session = server.launch(request("quiet", LONG, LONG));
        CompletableFuture<Heard> heard = CompletableFuture.supplyAsync(() -> hear(server, session, 0));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.requests().stream()
                                .filter("GET /healthz"::equals)
                                .count()
                        >= 4);
        go.countDown();
        assertThat(heard.join().end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void anAgentThatAsksForInputIsToldAsWaitingForIt() {
        gateway.on("ask", run -> {
            run.session("s-2");
            run.agent("input_required", "question", "Which branch?", "source", "prompt");
            run.ends("completed", 0, null);
        });
        AgentMuxRuntime server = world.server();
        assertThat(hear(server, server.launch(request("ask", LONG, LONG)), 0).events())
                .filteredOn(event -> event.type() == AgentEvent.Type.INPUT_NEEDED)
                .extracting(AgentEvent::text)
                .containsExactly("Which branch?");
    }

    private Session launch(Duration wallClock, Duration idle) {
        return world.server().launch(request("wait", wallClock, idle));
    }

    /** Its prompt is its key. */
    private LaunchRequest request(String key, Duration wallClock, Duration idle) {
        Setup setup = MuxWorld.setup(Questions.DENY);
        LaunchRequest.Limits limits = new LaunchRequest.Limits(wallClock, idle, 10_000_000);
        return new LaunchRequest(key, "claude", List.of(), key, root, Map.of(), Trust.TRUSTED, limits, setup);
    }

    /** What another server hears; the gateway was told to stop the run. */
    private End endOf(Session session) {
        End end = hear(world.server(), session, 0).end();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> gateway.requests().contains("POST /api/v1/runs/" + session.id() + "/stop"));
        return end;
    }
}
