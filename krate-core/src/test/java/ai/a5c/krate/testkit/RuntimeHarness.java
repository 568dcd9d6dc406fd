package ai.a5c.krate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.a5c.krate.runtime.AgentEvent;
import ai.a5c.krate.runtime.AgentRuntime;
import ai.a5c.krate.runtime.Capability;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.LaunchRequest;
import ai.a5c.krate.runtime.NotPossibleException;
import ai.a5c.krate.runtime.RuntimeUnavailableException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup;
import ai.a5c.krate.trust.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An outside world with agents for each test, and the words in which the contract of runtimes is written. */
abstract class RuntimeHarness {

    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration BRIEFLY = Duration.ofMillis(50);

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

    static void assertUnavailable(ThrowingCallable call) {
        assertThatExceptionOfType(RuntimeUnavailableException.class).isThrownBy(call);
    }

    static void assertNotPossible(String code, ThrowingCallable call) {
        assertThatExceptionOfType(NotPossibleException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    void assertRefused(LaunchRequest request, String code) {
        assertThatExceptionOfType(LaunchRefusedException.class)
                .isThrownBy(() -> runtime().launch(request))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
        assertThat(started(request.launchKey())).isZero();
        assertThat(runtime().find(request.launchKey())).isEmpty();
    }

    String adapter() {
        return request("adapter", Play.COUNT, Trust.TRUSTED).adapter();
    }

    boolean can(Capability capability) {
        return runtime().capabilities(adapter()).contains(capability);
    }

    /** Whether its agents ask questions; some runtimes know only once they have been asked to let them. */
    protected boolean asks() {
        return can(Capability.GATES);
    }

    LaunchRequest request(String launchKey, Play play, Trust trust) {
        return request(launchKey, play, trust, Setup.PLAIN);
    }

    Session launch(String launchKey, Play play) {
        return runtime().launch(request(launchKey, play, Trust.TRUSTED));
    }

    long firstMessage(Session session) {
        return firstMessage(session, "waiting");
    }

    long firstMessage(Session session, String expected) {
        List<AgentEvent> heard = new ArrayList<>();
        long start = System.nanoTime();
        while (messages(heard).isEmpty() && System.nanoTime() - start < SOON.toNanos()) {
            long at = heard.isEmpty() ? 0 : heard.get(heard.size() - 1).cursor();
            heard.addAll(runtime().events(session, at, SOON).events());
        }
        assertThat(messages(heard)).containsExactly(expected);
        return heard.get(heard.size() - 1).cursor();
    }

    static List<String> messages(List<AgentEvent> events) {
        return events.stream()
                .filter(event -> event.type() == AgentEvent.Type.MESSAGE)
                .map(AgentEvent::text)
                .toList();
    }
}
