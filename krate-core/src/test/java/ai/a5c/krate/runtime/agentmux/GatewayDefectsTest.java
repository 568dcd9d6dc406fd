package ai.a5c.krate.runtime.agentmux;

import static ai.a5c.krate.testkit.AgentRuntimeContract.hear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Origin;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.testkit.mux.MuxGateway;
import ai.a5c.krate.testkit.mux.MuxPlay;
import ai.a5c.krate.testkit.mux.MuxPlays;
import ai.a5c.krate.trust.Trust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayDefectsTest {

    private static final Duration BRIEFLY = Duration.ofMillis(50);

    @TempDir
    Path root;

    private MuxWorld world;
    private MuxGateway gateway;

    @BeforeEach
    void start() {
        world = new MuxWorld(root);
        gateway = world.gateway();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void theRunIsSubscribedToBeforeItIsAskedForOverHttp() {
        AgentMuxRuntime server = world.server();
        gateway.on("tell", run -> {
            assertThat(gateway.heard())
                    .filteredOn(frame -> "subscribe".equals(frame.get("type")))
                    .extracting(frame -> frame.get("runId") + "@" + frame.get("sinceSeq"))
                    .contains(run.id() + "@0");
            MuxPlays.echo(run);
        });

        Session session = server.launch(world.request("first", "tell"));

        assertThat(hear(server, session, 0).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(gateway.heard()).extracting(frame -> frame.get("type")).doesNotContain("session.start", "auth");
        assertThat(gateway.starts()).hasSize(1);
        assertThat(gateway.starts().get(0))
                .containsEntry("runId", session.id())
                .containsEntry("agent", "claude")
                .containsEntry("prompt", "tell")
                .containsEntry("nonInteractive", true)
                .containsEntry("cwd", root.toString())
                .containsEntry("timeout", 300_000)
                .containsEntry("inactivityTimeout", 300_000);
    }

    @Test
    void whatTheGatewayWouldChokeOnIsRefusedBeforehand() {
        AgentMuxRuntime server = world.server();
        Setup forked = new Setup(
                "",
                "",
                Questions.DENY,
                Optional.of(new Origin(Origin.Mode.FORK, "s-1", new Session("x"))),
                Setup.Sandbox.CLOSED,
                List.of(),
                0);
        refused(server, world.request("empty", "  "), "PromptEmpty");
        refused(server, at("relative", Path.of("here")), "WorkspaceMissing");
        refused(server, at("missing", root.resolve("missing")), "WorkspaceMissing");
        refused(server, world.request("agent", "../x", "p", Setup.PLAIN), "AgentNotFound");
        refused(server, world.request("fork", "claude", "p", forked), "ForkUnsupported");
        refused(server, world.request("gates", "codex", "p", MuxWorld.setup(Questions.ASK)), "GatesUnsupported");
        assertThat(gateway.starts()).isEmpty();
    }

    private LaunchRequest at(String key, Path workspace) {
        return new LaunchRequest(key, "claude", List.of(), "p", workspace, Map.of(), Trust.TRUSTED, MuxWorld.LIMITS);
    }

    private static void refused(AgentMuxRuntime server, LaunchRequest request, String code) {
        assertThatExceptionOfType(LaunchRefusedException.class)
                .isThrownBy(() -> server.launch(request))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void anAgentThatIsNotThereIsRefusedAndOneThatIsOverlookedIsNot() {
        AgentMuxRuntime server = world.server();
        refused(server, world.request("nope", "nope", "p", Setup.PLAIN), "AgentNotFound");

        gateway.faults().undetected.set(1);
        unavailable(() -> server.launch(world.request("race", "p")), "lists agent 'claude' and does not find it now");

        assertThat(completes(server, world.request("race", "p"))).isTrue();
    }

    @Test
    void aLaunchWhoseAnswerWasLostIsFoundAndNotRepeated() {
        AgentMuxRuntime server = world.server();
        gateway.faults().lostAnswers.set(1);

        assertThat(completes(server, world.request("lost-answer", "p"))).isTrue();
        assertThat(gateway.starts()).hasSize(1);
    }

    @Test
    void aLaunchThatTheGatewayFailedIsRepeatedLaterAndStartsOneAgent() {
        AgentMuxRuntime server = world.server();
        gateway.faults().failedStarts.set(1);
        unavailable(() -> server.launch(world.request("failed", "p")), "status 500");

        assertThat(completes(server, world.request("failed", "p"))).isTrue();
        assertThat(gateway.started(RunId.of("failed"))).isEqualTo(1);
    }

    @Test
    void aSlowAnswerIsWaitedFor() {
        AgentMuxRuntime server = world.server();
        gateway.faults().slowness = Duration.ofMillis(700);
        assertThat(completes(server, world.request("slow", "p"))).isTrue();
        assertThat(gateway.starts()).hasSize(1);
    }

    @Test
    void aGatewayThatIsNotThereIsUnavailableAndNeverAFailure() {
        AgentMuxRuntime server = world.server();
        gateway.kill();
        unavailable(() -> server.launch(world.request("down", "p")), "cannot be reached");
        unavailable(() -> server.find("down"), "cannot be reached");
        unavailable(() -> server.capabilities("claude"), "cannot be reached");

        gateway.revive();
        assertThat(completes(server, world.request("down", "p"))).isTrue();
        assertThat(gateway.started(RunId.of("down"))).isEqualTo(1);
    }

    @Test
    void aGatewayThatNeverGreetsIsUnavailable() {
        gateway.faults().mute = true;
        AgentMuxSettings.Timing quick = MuxWorld.QUICK;
        AgentMuxRuntime server = world.server(new AgentMuxSettings.Timing(
                Duration.ofMillis(300),
                quick.request(),
                quick.ping(),
                quick.firstPause(),
                quick.longestPause(),
                quick.poll(),
                quick.settle(),
                quick.margin(),
                quick.orphan(),
                quick.grace()));
        unavailable(() -> server.launch(world.request("mute", "p")), "did not greet");
        assertThat(gateway.starts()).isEmpty();
    }

    @Test
    void aWrongTokenIsSaidWithoutTheToken() {
        AgentMuxRuntime server =
                world.server(new AgentMuxSettings(gateway.address(), () -> "wrong-token").in(MuxWorld.QUICK));
        assertThatExceptionOfType(RuntimeUnavailableException.class)
                .isThrownBy(() -> server.launch(world.request("token", "p")))
                .withMessage(Words.WRONG_TOKEN)
                .satisfies(e -> assertThat(String.valueOf(e.getCause())).doesNotContain("wrong-token"));
        assertThat(gateway.starts()).isEmpty();
    }

    @Test
    void eachEventIsHeardOnceThoughItComesTwiceOnTwoConnections() {
        gateway.faults().twice = true;
        AgentMuxRuntime server = world.server();
        Heard heard = hear(server, server.launch(world.request("twice", "p")), 0);
        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("you said: p");
        assertThat(heard.events()).extracting(AgentEvent::cursor).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void eventsThatDidNotComeAreAskedForAgain() {
        gateway.faults().skipped.addAll(List.of(3L, 4L, 6L));
        AgentMuxRuntime server = world.server();
        Heard heard = hear(server, server.launch(world.request("skipped", "p")), 0);
        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("you said: p");
        assertThat(texts(heard, AgentEvent.Type.GAP)).isEmpty();
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void eventsThatNeverComeLeaveAGapAndTheRestIsHeard() {
        gateway.faults().lost.addAll(List.of(4L, 5L, 6L));
        AgentMuxRuntime server = world.server();
        Heard heard = hear(server, server.launch(world.request("lost", "p")), 0);
        assertThat(texts(heard, AgentEvent.Type.GAP)).containsExactly("some of the run's events are missing");
        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("you said: p");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aDroppedConnectionLosesAndDoublesNothing() {
        CountDownLatch dropped = new CountDownLatch(1);
        gateway.on("long", run -> {
            run.session("s-1");
            run.says("before");
            dropped.await();
            run.says("meanwhile");
            run.says("after");
            run.ends("completed", 0, null);
        });
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("dropped", "long"));
        long cursor = until(server, session, "before");

        gateway.dropSockets();
        dropped.countDown();
        Heard rest = hear(server, session, cursor);

        assertThat(texts(rest, AgentEvent.Type.MESSAGE)).containsExactly("meanwhile", "after");
        assertThat(gateway.heard())
                .filteredOn(frame -> "subscribe".equals(frame.get("type")))
                .anySatisfy(
                        frame -> assertThat(Fields.number(frame, "sinceSeq")).isPositive());
    }

    @Test
    void anotherServerGoesOnBehindTheStoredCursor() {
        gateway.on("count", MuxPlays.saying("one", "two", "three"));
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("takeover", "count"));
        long cursor = until(server, session, "one");
        server.close();

        Heard rest = hear(world.server(), session, cursor);

        assertThat(texts(rest, AgentEvent.Type.MESSAGE)).containsExactly("two", "three");
    }

    @Test
    void aConnectionWithoutPongsIsGivenUpAndAnotherOneMade() {
        AgentMuxRuntime server = world.server();
        gateway.on("wait", MuxPlays.hanging("waiting"));
        Session session = server.launch(world.request("deaf", "wait"));
        until(server, session, "waiting");
        int before = gateway.greetings();

        gateway.faults().deaf = true;
        eventually(() -> gateway.greetings() >= before + 2);
        gateway.faults().deaf = false;

        server.cancel(session, "enough");
        assertThat(hear(server, session, 0).end().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void whenTheEventsAreCutOffTheTranscriptAndTheRecordSayTheRest() {
        AgentMuxRuntime server = world.server();
        CountDownLatch cut = new CountDownLatch(1);
        gateway.on("truncated", run -> {
            run.session("s-1");
            cut.await();
            run.says("only in the transcript");
            run.ends("completed", 0, null);
        });
        Session session = server.launch(world.request("truncated", "truncated"));
        gateway.faults().truncated.add(session.id());
        gateway.dropSockets();
        eventually(() -> gateway.connections() == 2);
        cut.countDown();

        Heard heard = hear(server, session, 0);

        assertThat(texts(heard, AgentEvent.Type.GAP))
                .containsExactly("the gateway has dropped the run's events: what it said may be missing");
        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("only in the transcript");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(hear(world.server(), session, 0).end()).isEqualTo(heard.end());
    }

    @Test
    void anOverflowOfTheGatewaysBufferIsAGapAndTheTranscriptFillsIt() {
        gateway.on("flood", run -> {
            run.session("s-2");
            run.agent("debug", "level", "warn", "message", "Event buffer overflow: dropping oldest events");
            gateway.transcribed("s-2", "assistant", "lost in the flood");
            run.says("the end");
            run.ends("completed", 0, null);
        });
        AgentMuxRuntime server = world.server();
        Heard heard = hear(server, server.launch(world.request("flood", "flood")), 0);

        assertThat(texts(heard, AgentEvent.Type.GAP))
                .containsExactly("the gateway's event buffer overflowed: some of what the agent said is missing");
        assertThat(texts(heard, AgentEvent.Type.MESSAGE)).containsExactly("the end", "lost in the flood");
        assertThat(texts(heard, AgentEvent.Type.RESULT)).containsExactly("the end");
    }

    @Test
    void aRunThatAKilledGatewayLeftRunningIsGivenUpAndStopped() {
        gateway.on("wait", MuxPlays.hanging("waiting"));
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("orphan", "wait"));
        long cursor = until(server, session, "waiting");

        gateway.kill();
        gateway.revive();
        Batch.End end = endIn(server, session, cursor);

        assertThat(end.outcome()).isEqualTo(Outcome.LOST);
        assertThat(end.message()).contains("started anew", "may still be at work");
        eventually(() -> gateway.requests().contains("POST /api/v1/runs/" + session.id() + "/stop"));
        assertThat(hear(world.server(), session, cursor).end()).isEqualTo(end);
    }

    @Test
    void aListenerIsToldThatTheGatewayCannotBeReachedAndGoesOnWhenItCan() {
        CountDownLatch back = new CountDownLatch(1);
        gateway.on("outage", run -> {
            run.session("s-3");
            run.says("before");
            back.await();
            run.says("after");
            run.ends("completed", 0, null);
        });
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("outage", "outage"));
        long cursor = until(server, session, "before");
        gateway.stopListening();
        gateway.dropSockets();

        unavailable(
                () -> {
                    long start = System.nanoTime();
                    while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
                        server.events(session, cursor, BRIEFLY);
                    }
                },
                "connection to the gateway is lost");
        gateway.revive();
        back.countDown();

        assertThat(texts(
                        new Heard(soon(server, session, cursor), new Batch.End(Outcome.LOST, "")),
                        AgentEvent.Type.MESSAGE))
                .containsExactly("after");
    }

    @Test
    void aCancellationThatTheGatewayCouldNotBeToldIsToldWhenItIsBack() {
        gateway.on("wait", MuxPlays.hanging("waiting"));
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request("owed", "wait"));
        long cursor = until(server, session, "waiting");
        gateway.stopListening();
        gateway.dropSockets();
        unavailable(() -> server.cancel(session, "superseded"), "cannot be reached");

        gateway.revive();
        Batch.End end = endIn(server, session, cursor);

        assertThat(end).isEqualTo(new Batch.End(Outcome.CANCELLED, "cancelled: superseded"));
    }

    @Test
    void anAgentThatDoesNotStartFailsInTheGatewaysWords() {
        gateway.on("missing", MuxPlays::missing);
        AgentMuxRuntime server = world.server();
        Heard heard = hear(server, server.launch(world.request("missing", "missing")), 0);
        assertThat(heard.end()).isEqualTo(new Batch.End(Outcome.FAILED, "AGENT_NOT_FOUND: spawn claude ENOENT"));
    }

    @Test
    void eachExitReasonIsAnOutcomeOfItsOwn() {
        outcome("timeout", Outcome.TIMED_OUT);
        outcome("inactivity", Outcome.IDLE);
        outcome("turn_limit", Outcome.FAILED);
        outcome("killed", Outcome.FAILED);
        outcome("interrupted", Outcome.CANCELLED);
        outcome("crashed", Outcome.FAILED);
    }

    private void outcome(String exitReason, Outcome outcome) {
        MuxPlay play = run -> run.ends(exitReason, null, null);
        gateway.on(exitReason, play);
        AgentMuxRuntime server = world.server();
        Session session = server.launch(world.request(exitReason, exitReason));
        assertThat(hear(server, session, 0).end().outcome()).isEqualTo(outcome);
        server.close();
    }

    @Test
    void whoSaysTooMuchIsStopped() {
        gateway.on("flood", run -> {
            run.agent("log", "source", "stdout", "line", "x".repeat(70_000));
            run.worksUntilStopped();
        });
        AgentMuxRuntime server = world.server();
        LaunchRequest request = new LaunchRequest(
                "output",
                "claude",
                List.of(),
                "flood",
                root,
                Map.of(),
                Trust.TRUSTED,
                new LaunchRequest.Limits(Duration.ofMinutes(5), Duration.ofMinutes(5), 50_000));
        Session session = server.launch(request);

        assertThat(hear(server, session, 0).end())
                .isEqualTo(new Batch.End(Outcome.OUTPUT_LIMIT, "it said more than 50000 bytes"));
        eventually(() -> gateway.run(session.id()).orElseThrow().isStopped());
    }

    @Test
    void aConversationIsGoneOnWithUnderItsExactId() {
        gateway.transcribed("1d1484a4-25e4", "assistant", "earlier");
        AgentMuxRuntime server = world.server();
        Setup resumed = new Setup(
                "model-1",
                "be brief",
                Questions.DENY,
                Optional.of(new Origin(Origin.Mode.RESUME, "1d1484a4-25e4", new Session("x"))),
                Setup.Sandbox.CLOSED,
                List.of(),
                3);
        Heard heard = hear(server, server.launch(world.request("resumed", "claude", "go on", resumed)), 0);

        assertThat(gateway.starts().get(0))
                .containsEntry("sessionId", "1d1484a4-25e4")
                .containsEntry("model", "model-1")
                .containsEntry("systemPrompt", "be brief")
                .containsEntry("maxTurns", 3)
                .doesNotContainKey("forkSessionId");
        assertThat(heard.events().get(0).details()).containsEntry("sessionId", "1d1484a4-25e4");
    }

    private boolean completes(AgentMuxRuntime server, LaunchRequest request) {
        return hear(server, server.launch(request), 0).end().outcome() == Outcome.SUCCEEDED;
    }

    private static void unavailable(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String words) {
        assertThatExceptionOfType(RuntimeUnavailableException.class)
                .isThrownBy(call)
                .withMessageContaining(words);
    }

    /** The cursor behind the message {@code text}. */
    static long until(AgentMuxRuntime server, Session session, String text) {
        long cursor = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
            for (AgentEvent event : server.events(session, cursor, BRIEFLY).events()) {
                cursor = event.cursor();
                if (event.type() == AgentEvent.Type.MESSAGE && event.text().equals(text)) {
                    return cursor;
                }
            }
        }
        throw new AssertionError("'" + text + "' was not heard");
    }

    private static List<AgentEvent> soon(AgentMuxRuntime server, Session session, long cursor) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(20).toNanos()) {
            try {
                List<AgentEvent> events =
                        server.events(session, cursor, BRIEFLY).events();
                if (!events.isEmpty()) {
                    return events;
                }
            } catch (RuntimeUnavailableException e) {
                pause();
            }
        }
        throw new AssertionError("nothing more was heard");
    }

    private static Batch.End endIn(AgentMuxRuntime server, Session session, long cursor) {
        long at = cursor;
        long start = System.nanoTime();
        while (System.nanoTime() - start < Duration.ofSeconds(30).toNanos()) {
            try {
                Batch batch = server.events(session, at, BRIEFLY);
                if (batch.end().isPresent()) {
                    return batch.end().get();
                }
                at = batch.events().isEmpty()
                        ? at
                        : batch.events().get(batch.events().size() - 1).cursor();
            } catch (RuntimeUnavailableException e) {
                pause();
            }
        }
        throw new AssertionError("it did not end");
    }

    static void eventually(BooleanSupplier question) {
        long start = System.nanoTime();
        while (!question.getAsBoolean()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            pause();
        }
    }

    static void pause() {
        try {
            assertThat(new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static List<String> texts(Heard heard, AgentEvent.Type type) {
        return heard.events().stream()
                .filter(event -> event.type() == type)
                .map(AgentEvent::text)
                .toList();
    }
}
