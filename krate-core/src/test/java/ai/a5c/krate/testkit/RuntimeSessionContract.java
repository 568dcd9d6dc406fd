package ai.a5c.krate.testkit;

import static ai.a5c.krate.testkit.AgentRuntimeContract.hear;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.testkit.AgentRuntimeContract.Heard;
import ai.a5c.krate.trust.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every runtime promises of sessions: one agent a key, heard from any cursor to its end. */
abstract class RuntimeSessionContract extends RuntimeHarness {

    @Test
    void anAgentIsHeardInOrderAndToItsEnd() {
        Session session = launch("in-order", Play.COUNT);

        Heard heard = hear(runtime(), session, 0);

        assertThat(messages(heard.events())).containsExactly("one", "two", "three");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(heard.events()).extracting(AgentEvent::cursor).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void everyCursorContinuesBehindItsEventAndAlwaysTheSame() {
        Session session = launch("cursors", Play.COUNT);
        List<AgentEvent> all = hear(runtime(), session, 0).events();

        for (int i = 0; i < all.size(); i++) {
            Heard rest = hear(runtime(), session, all.get(i).cursor());
            assertThat(rest.events()).isEqualTo(all.subList(i + 1, all.size()));
            assertThat(rest.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        }
    }

    @Test
    void anAgentIsFoundByItsKeyOnceItWasStarted() {
        assertThat(runtime().find("found")).isEmpty();
        Session session = launch("found", Play.COUNT);
        assertThat(runtime().find("found")).contains(session);
        hear(runtime(), session, 0);
        assertThat(started("found")).isEqualTo(1);
    }

    @Test
    void theSameKeyNeverStartsTwoAgents() {
        Session first = launch("same-key", Play.COUNT);
        Session second = launch("same-key", Play.COUNT);
        hear(runtime(), first, 0);
        Session afterItsEnd = launch("same-key", Play.COUNT);

        assertThat(List.of(second, afterItsEnd)).containsOnly(first);
        assertThat(started("same-key")).isEqualTo(1);
    }

    @Test
    void serversThatLaunchAtOnceStartOneAgent() throws Exception {
        ExecutorService servers = Executors.newFixedThreadPool(4);
        try {
            List<Future<Session>> launches = IntStream.range(0, 4)
                    .mapToObj(server -> servers.submit(() -> launch("at-once", Play.COUNT)))
                    .toList();
            List<Session> sessions = new ArrayList<>();
            for (Future<Session> launch : launches) {
                sessions.add(launch.get());
            }

            assertThat(sessions).containsOnly(sessions.get(0));
            hear(runtime(), sessions.get(0), 0);
            assertThat(started("at-once")).isEqualTo(1);
        } finally {
            servers.shutdownNow();
        }
    }

    @Test
    void differentKeysAreDifferentSessions() {
        Session first = launch("key-a", Play.COUNT);
        Session second = launch("key-b", Play.COUNT);
        assertThat(first).isNotEqualTo(second);
        assertThat(hear(runtime(), first, 0).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(hear(runtime(), second, 0).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aFailureIsReportedBehindWhatWasSaid() {
        Heard heard = hear(runtime(), launch("failing", Play.FAIL), 0);

        assertThat(messages(heard.events())).containsExactly("broken");
        assertThat(heard.end().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(heard.end().message()).isNotBlank();
    }

    @Test
    void whoWaitsForASilentAgentIsAnsweredInTime() {
        Session session = launch("silent", Play.HANG);
        long cursor = firstMessage(session);

        long start = System.nanoTime();
        Batch batch = runtime().events(session, cursor, BRIEFLY);

        assertThat(batch.events()).isEmpty();
        assertThat(batch.end()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        runtime().cancel(session, "the test is over");
        assertThat(hear(runtime(), session, cursor).end().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void cancelEndsItForGoodAndMayBeRepeated() {
        Session session = launch("cancelled", Play.HANG);
        long cursor = firstMessage(session);

        runtime().cancel(session, "superseded by a newer push");
        runtime().cancel(session, "again");
        Heard heard = hear(runtime(), session, cursor);

        assertThat(heard.end().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(heard.end().message()).contains("superseded by a newer push");
        assertThat(launch("cancelled", Play.HANG)).isEqualTo(session);
        assertThat(started("cancelled")).isEqualTo(1);
    }

    @Test
    void cancelChangesNoEnd() {
        Session session = launch("cancelled-late", Play.COUNT);
        End end = hear(runtime(), session, 0).end();

        runtime().cancel(session, "too late");

        assertThat(hear(runtime(), session, 0).end()).isEqualTo(end);
    }

    @Test
    void anUnknownSessionIsLost() {
        for (Session unknown : List.of(new Session("ffffffffffffffffffffffffffffffff"), new Session("../x"))) {
            Heard heard = hear(runtime(), unknown, 0);
            assertThat(heard.events()).isEmpty();
            assertThat(heard.end().outcome()).isEqualTo(Outcome.LOST);
            runtime().cancel(unknown, "nothing to cancel");
            runtime().forget(unknown);
        }
    }

    @Test
    void aForgottenSessionIsLost() {
        Session session = launch("forgotten", Play.COUNT);
        hear(runtime(), session, 0);

        runtime().forget(session);
        runtime().forget(session);

        assertThat(hear(runtime(), session, 0).end().outcome()).isEqualTo(Outcome.LOST);
    }

    @Test
    void untrustedWorkNeedsASandbox() {
        for (Trust trust : List.of(Trust.UNTRUSTED, Trust.MEMBER)) {
            LaunchRequest request = request("trust-" + trust, Play.COUNT, trust);
            if (runtime().capabilities().contains(Capability.SANDBOX)) {
                assertThat(hear(runtime(), runtime().launch(request), 0).end().outcome())
                        .isEqualTo(Outcome.SUCCEEDED);
            } else {
                assertThatExceptionOfType(LaunchRefusedException.class)
                        .isThrownBy(() -> runtime().launch(request))
                        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("SandboxUnavailable"))
                        .withMessageContaining("sandbox");
                assertThat(started(request.launchKey())).isZero();
            }
        }
    }

    @Test
    void whatIsOutOfReachSaysSoAndStartsNothingTwice() {
        Session running = launch("within-reach", Play.HANG);
        firstMessage(running, "waiting");
        assumeTrue(reach(false), "its outside world is always in reach");

        LaunchRequest request = request("out-of-reach", Play.COUNT, Trust.TRUSTED, Setup.PLAIN);
        assertThatExceptionOfType(RuntimeUnavailableException.class)
                .isThrownBy(() -> runtime().launch(request))
                .satisfies(failure -> assertThat(failure.mayHaveBegun()).isFalse());
        assertUnavailable(() -> runtime().find("out-of-reach"));
        assertUnavailable(() -> runtime().events(running, 0, BRIEFLY));
        assertUnavailable(() -> runtime().cancel(running, "nobody hears it"));

        reach(true);
        Session session = runtime().launch(request);
        assertThat(runtime().launch(request)).isEqualTo(session);
        assertThat(hear(runtime(), session, 0).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(started("out-of-reach")).isEqualTo(1);
        assertThat(launch("within-reach", Play.HANG)).isEqualTo(running);
        assertThat(started("within-reach")).isEqualTo(1);
        runtime().cancel(running, "heard");
        assertThat(hear(runtime(), running, 0).end().outcome()).isEqualTo(Outcome.CANCELLED);
    }
}
