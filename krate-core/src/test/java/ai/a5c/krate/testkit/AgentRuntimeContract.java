package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentProgram;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Batch;
import ai.a5c.krate.runtime.Batch.End;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.Detail;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.Outcome;
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
import org.junit.jupiter.api.Test;

/** What every {@link AgentRuntime} promises; an implementation extends it and says how to get one and its agents. */
public abstract class AgentRuntimeContract extends RuntimeSessionContract {

    private static final List<String> NOT_ASKED = List.of("QuestionUnknown", "QuestionOver", "SessionOver");

    private static final Setup ASKING =
            new Setup("", "", Questions.ASK, Optional.empty(), Sandbox.CLOSED, List.of(), 0);

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
        Session here = launch("here", Play.COUNT);
        for (Origin.Mode mode : Origin.Mode.values()) {
            Session gone = new Session("ffffffffffffffffffffffffffffffff");
            Setup setup = from(new Origin(mode, "no-such-conversation", gone));
            String unsupported = mode == Origin.Mode.FORK ? "ForkUnsupported" : "ResumeUnsupported";
            assertRefused(
                    request("gone-" + mode, Play.COUNT, Trust.TRUSTED, setup),
                    can(needed(mode)) ? "OriginMissing" : unsupported);
        }
        assertThat(messages(hear(runtime(), here, 0).events())).containsExactly("one", "two", "three");
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
