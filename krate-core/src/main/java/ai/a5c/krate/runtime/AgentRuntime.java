package ai.a5c.krate.runtime;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Starts agents somewhere, reads what they say and ends them; every call may be repeated after a crash. */
public interface AgentRuntime {

    /** The name that runner pools select it by, such as {@code process}. */
    String name();

    /** What this runtime can do; constant over its life. */
    Set<Capability> capabilities();

    /**
     * Starts an agent, or finds the one that was started with the same {@link LaunchRequest#launchKey}.
     *
     * @throws LaunchRefusedException if it will not start this agent; final for this request
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

    /** Ends the session and everything it started; does nothing if it has ended. */
    void cancel(Session session, String reason);

    /** Removes what the runtime keeps of an ended session; does nothing if there is nothing. */
    void forget(Session session);
}
