package ai.a5c.krate.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts agents somewhere, reads what they say and ends them; every call may be repeated after a crash. */
public interface AgentRuntime {

    /** The name that runner pools select it by, such as {@code process}. */
    String name();

    /** What this runtime can do whatever the adapter; constant over its life. */
    Set<Capability> capabilities();

    /** What it can do with agents of {@code adapter}; at least what it can do with any. */
    default Set<Capability> capabilities(String adapter) {
        return capabilities();
    }

    /** The agents that it knows, and which of them are here now; may ask the outside. */
    default List<AgentProgram> programs() {
        return List.of();
    }

    /**
     * Starts an agent, or finds the one that was started with the same {@link LaunchRequest#launchKey}.
     *
     * @throws LaunchRefusedException if it will not start this agent; final for this request
     * @throws RuntimeUnavailableException if it cannot be reached now, as from all other methods
     */
    Session launch(LaunchRequest request);

    /** The session that was started with {@code launchKey} and is not forgotten, if there is one; starts nothing. */
    Optional<Session> find(String launchKey);

    /**
     * What the agent said after {@code cursor}, waiting up to {@code atMost} for something new.
     *
     * <p>The same cursor gives the same events again; each event carries the cursor behind it. A session that this
     * runtime cannot find any more ends as {@link Outcome#LOST}.
     *
     * @param cursor 0 for the beginning, else the cursor of an event that was stored
     */
    Batch events(Session session, long cursor, Duration atMost);

    /**
     * Gives a running agent a person's message; the same {@code id} is given once, and taken again without effect, also when the
     * agent is over. While an agent waits for one, silence is no
     * idleness where it can be given one; where it cannot, the idle limit ends it as any other.
     *
     * @throws NotPossibleException if this agent takes none, or is over
     */
    default void send(Session session, String id, String text) {
        throw new NotPossibleException("ContinueUnsupported", "runtime %s takes no messages".formatted(name()));
    }

    /**
     * Answers a question; the first answer counts, a later one is refused or does nothing.
     *
     * @throws NotPossibleException if nothing waits for it any more
     */
    default void decide(Session session, Verdict verdict) {
        throw new NotPossibleException("GatesUnsupported", "runtime %s asks no questions".formatted(name()));
    }

    /**
     * Ends the session and everything it started; does nothing if it has ended.
     *
     * @throws RuntimeUnavailableException if the runtime cannot be told now; it is told when it can be reached
     */
    void cancel(Session session, String reason);

    /** Removes what the runtime keeps of an ended session; does nothing if there is nothing. */
    void forget(Session session);
}
