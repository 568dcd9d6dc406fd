package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.Outcome;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.runtime.Setup.Origin;
import ai.a5c.krate.runtime.Setup.Questions;
import ai.a5c.krate.runtime.Setup.Sandbox;
import ai.a5c.krate.runtime.Verdict;
import ai.a5c.krate.trust.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every {@link AgentRuntime} promises; an implementation extends it and says how to get one and its agents. */
public abstract class AgentRuntimeContract {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BRIEFLY = Duration.ofMillis(50);
    private static final List<String> NOT_ASKED = List.of("QuestionUnknown", "QuestionOver", "SessionOver");
    private static final Setup ASKING =
            new Setup("", "", Questions.ASK, Optional.empty(), Sandbox.CLOSED, List.of(), 0);

    /** What an agent of the contract does. */
    public enum Play {
        /** Says {@code one}, {@code two}, {@code three} as messages and succeeds. */
        COUNT,
        /** Says {@code broken} as a message and fails. */
        FAIL,
        /** Says {@code waiting} as a message and never ends. */
        HANG,
        /** Says {@code holding} as a message and goes on when it is let go; only where agents take messages. */
        HOLD,
        /** Asks for a tool, says {@code allow} or {@code deny} as a message; only where agents ask questions. */
        ASK
    }

    /** A runtime object over the same outside world at every call, as after a restart of the server. */
    protected abstract AgentRuntime runtime();

    /** A request for an agent that does {@code play}, in generous limits. */
    protected abstract LaunchRequest request(String launchKey, Play play, Trust trust, Setup setup);

    /** How many agents were really started with this key. */
    protected abstract int started(String launchKey);

    /** Lets an agent go that holds. */
    protected void letGo(Session session) {
        throw new AssertionError("agents that take messages must be able to hold");
    }

    /** What people's messages said that the agent of an ended session was given, in order. */
    protected List<String> told(Session session) {
        throw new AssertionError("agents that take messages must be able to repeat them");
    }

    /** Brings the outside world in or out of reach; false if that cannot be done to it. */
    protected boolean reach(boolean possible) {
        return false;
    }

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
    void itsNameAndCapabilitiesStayTheSame() {
        AgentRuntime runtime = runtime();
        Set<Capability> capabilities = runtime.capabilities();

        assertThat(runtime.name()).matches("[a-z][a-z-]*");
        assertThat(runtime().name()).isEqualTo(runtime.name());
        assertThat(runtime.capabilities()).isEqualTo(capabilities);
    }

    @Test
    void withEachAdapterItCanDoAllThatItCanDoWithAny() {
        AgentRuntime runtime = runtime();
        Set<Capability> least = runtime.capabilities();

        assertThat(runtime.capabilities(adapter())).containsAll(least);
        assertThat(runtime.capabilities("nobody-knows-it")).containsAll(least);
        for (AgentProgram program : runtime.programs()) {
            assertThat(program.capabilities()).containsAll(least);
            assertThat(runtime.capabilities(program.adapter())).containsAll(least);
        }
    }

    @Test
    void aMessageReachesARunningAgentOnceWhoeverSendsIt() {
        if (!can(Capability.CONTINUE)) {
            Session session = launch("untold", Play.HANG);
            assertNotPossible("ContinueUnsupported", () -> runtime().send(session, "m-1", "hello"));
            runtime().cancel(session, "the test is over");
            return;
        }
        Session session = launch("told", Play.HOLD);
        firstMessage(session, "holding");

        runtime().send(session, "m-1", "hello");
        runtime().send(session, "m-1", "hello");
        runtime().send(session, "m-2", "and again");
        letGo(session);

        assertThat(hear(runtime(), session, 0).end().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(told(session)).containsExactly("hello", "and again");
    }

    @Test
    void nobodyHearsAMessageToASessionThatIsOverOrWasNever() {
        Session session = launch("told-late", Play.COUNT);
        hear(runtime(), session, 0);

        String code = can(Capability.CONTINUE) ? "SessionOver" : "ContinueUnsupported";
        assertNotPossible(code, () -> runtime().send(session, "m-1", "too late"));
        assertThatExceptionOfType(NotPossibleException.class)
                .isThrownBy(() -> runtime().send(new Session("ffffffffffffffffffffffffffffffff"), "m-1", "hello"))
                .satisfies(refusal -> assertThat(refusal.code()).isIn("SessionOver", "ContinueUnsupported"));
    }

    @Test
    void theFirstVerdictOnAQuestionReachesTheAgent() {
        for (boolean allowed : List.of(true, false)) {
            AgentRuntime runtime = runtime();
            if (!asks()) {
                return;
            }
            Session session = runtime.launch(request("asks-" + allowed, Play.ASK, Trust.TRUSTED, ASKING));
            String question = question(runtime, session);

            runtime.decide(session, new Verdict(question, allowed, "decided"));
            decideAgain(runtime, session, new Verdict(question, !allowed, "second thoughts"));
            Heard heard = hear(runtime, session, 0);

            assertThat(messages(heard.events())).containsExactly(allowed ? "allow" : "deny");
            assertThat(heard.end().outcome()).isEqualTo(Outcome.SUCCEEDED);
            decideAgain(runtime, session, new Verdict(question, !allowed, "after the end"));
            assertThat(hear(runtime, session, 0)).isEqualTo(heard);
        }
    }

    @Test
    void aVerdictOnWhatNobodyAskedIsRefused() {
        AgentRuntime runtime = runtime();
        boolean asks = asks();
        Session session = asks
                ? runtime.launch(request("asked-else", Play.ASK, Trust.TRUSTED, ASKING))
                : launch("asked-nothing", Play.HANG);
        List<String> codes = asks ? NOT_ASKED : List.of("GatesUnsupported", "SessionOver");
        if (asks) {
            question(runtime, session);
        }

        for (Session one : List.of(session, new Session("ffffffffffffffffffffffffffffffff"))) {
            assertThatExceptionOfType(NotPossibleException.class)
                    .isThrownBy(() -> runtime.decide(one, new Verdict("no-such-question", true, "")))
                    .satisfies(refusal -> assertThat(refusal.code()).isIn(codes));
        }
        runtime.cancel(session, "the test is over");
    }

    @Test
    void itGoesOnWithExactlyTheConversationThatIsNamed() {
        for (Origin.Mode mode : Origin.Mode.values()) {
            Session first = launch("first-" + mode, Play.COUNT);
            String conversation = conversation(first);
            String latest = conversation(launch("latest-" + mode, Play.COUNT));
            Setup setup = from(new Origin(mode, conversation, first));
            LaunchRequest request = request("on-" + mode, Play.COUNT, Trust.TRUSTED, setup);
            if (!can(needed(mode))) {
                assertRefused(request, mode == Origin.Mode.FORK ? "ForkUnsupported" : "ResumeUnsupported");
                continue;
            }

            String goesOn = conversation(runtime().launch(request));

            assertThat(conversation).isNotEqualTo(latest);
            if (mode == Origin.Mode.RESUME) {
                assertThat(goesOn).isEqualTo(conversation);
            } else {
                assertThat(goesOn).isNotIn(conversation, latest).isNotEmpty();
            }
        }
    }

    @Test
    void aConversationThatIsNotThereIsNeverReplacedByAnother() {
        launch("here", Play.COUNT);
        for (Origin.Mode mode : Origin.Mode.values()) {
            Session gone = new Session("ffffffffffffffffffffffffffffffff");
            Setup setup = from(new Origin(mode, "no-such-conversation", gone));
            String unsupported = mode == Origin.Mode.FORK ? "ForkUnsupported" : "ResumeUnsupported";
            assertRefused(
                    request("gone-" + mode, Play.COUNT, Trust.TRUSTED, setup),
                    can(needed(mode)) ? "OriginMissing" : unsupported);
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

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(RuntimeUnavailableException.class).isThrownBy(call);
    }

    private static void assertNotPossible(String code, ThrowingCallable call) {
        assertThatExceptionOfType(NotPossibleException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private void assertRefused(LaunchRequest request, String code) {
        assertThatExceptionOfType(LaunchRefusedException.class)
                .isThrownBy(() -> runtime().launch(request))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(started(request.launchKey())).isZero();
        assertThat(runtime().find(request.launchKey())).isEmpty();
    }

    /** A later verdict is refused or does nothing. */
    private static void decideAgain(AgentRuntime runtime, Session session, Verdict verdict) {
        try {
            runtime.decide(session, verdict);
        } catch (NotPossibleException refusal) {
            assertThat(refusal.code()).isIn(NOT_ASKED);
        }
    }

    private static Setup from(Origin origin) {
        return new Setup("", "", Questions.DENY, Optional.of(origin), Sandbox.CLOSED, List.of(), 0);
    }

    private static Capability needed(Origin.Mode mode) {
        return mode == Origin.Mode.FORK ? Capability.FORK : Capability.RESUME;
    }

    private String adapter() {
        return request("adapter", Play.COUNT, Trust.TRUSTED).adapter();
    }

    private boolean can(Capability capability) {
        return runtime().capabilities(adapter()).contains(capability);
    }

    /** Whether its agents ask questions; some runtimes know only once they have been asked to let them. */
    protected boolean asks() {
        return can(Capability.GATES);
    }

    /** The agent's own id of its conversation, empty where it has none. */
    private String conversation(Session session) {
        return hear(runtime(), session, 0).events().stream()
                .map(event -> event.details().getOrDefault(Detail.SESSION_ID, ""))
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("none-" + session.id());
    }

    private static String question(AgentRuntime runtime, Session session) {
        long cursor = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < SOON.toNanos()) {
            for (AgentEvent event : runtime.events(session, cursor, SOON).events()) {
                if (event.type() == AgentEvent.Type.QUESTION) {
                    return event.details().getOrDefault(Detail.REQUEST_ID, "");
                }
                cursor = event.cursor();
            }
        }
        throw new AssertionError("no question was asked");
    }

    private LaunchRequest request(String launchKey, Play play, Trust trust) {
        return request(launchKey, play, trust, Setup.PLAIN);
    }

    private Session launch(String launchKey, Play play) {
        return runtime().launch(request(launchKey, play, Trust.TRUSTED));
    }

    private long firstMessage(Session session) {
        return firstMessage(session, "waiting");
    }

    private long firstMessage(Session session, String expected) {
        List<AgentEvent> heard = new ArrayList<>();
        long start = System.nanoTime();
        while (messages(heard).isEmpty() && System.nanoTime() - start < SOON.toNanos()) {
            long at = heard.isEmpty() ? 0 : heard.get(heard.size() - 1).cursor();
            heard.addAll(runtime().events(session, at, SOON).events());
        }
        assertThat(messages(heard)).containsExactly(expected);
        return heard.get(heard.size() - 1).cursor();
    }

    private static List<String> messages(List<AgentEvent> events) {
        return events.stream()
                .filter(event -> event.type() == AgentEvent.Type.MESSAGE)
                .map(AgentEvent::text)
                .toList();
    }

    /** Reads a session from {@code cursor} to its end, which must come soon. */
    public static Heard hear(AgentRuntime runtime, Session session, long cursor) {
        return hear(runtime, session, cursor, SOON);
    }

    /** The same for agents that take longer. */
    public static Heard hear(AgentRuntime runtime, Session session, long cursor, Duration patience) {
        List<AgentEvent> events = new ArrayList<>();
        long start = System.nanoTime();
        long at = cursor;
        while (System.nanoTime() - start < patience.toNanos()) {
            Batch batch = runtime.events(session, at, Duration.ofMillis(500));
            events.addAll(batch.events());
            if (batch.end().isPresent()) {
                return new Heard(events, batch.end().get());
            }
            at = events.isEmpty() ? cursor : events.get(events.size() - 1).cursor();
        }
        throw new AssertionError("no end within " + patience + "; heard " + events.size() + " events");
    }

    /** All that a session said, and how it ended. */
    public record Heard(List<AgentEvent> events, End end) {}
}
