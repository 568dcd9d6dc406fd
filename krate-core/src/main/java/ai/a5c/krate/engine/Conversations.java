package ai.a5c.krate.engine;

import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import java.time.Duration;
import java.time.Instant;

/** How long runtimes keep what agents remember of a conversation, so that somebody can still go on with it. */
public final class Conversations {

    /** From the end of the attempt that held it. */
    public static final Duration KEPT = Duration.ofDays(1);

    private Conversations() {}

    /** Until when the runtime keeps what {@code attempt}, which is over, left; its end where its agent told no id to go on with. */
    public static Instant keptUntil(AgentDispatchAttempt attempt) {
        Instant end = attempt.status().finishedAt();
        if (end == null) {
            return Instant.MAX;
        }
        return attempt.status().agentSessionId().isEmpty() ? end : end.plus(KEPT);
    }

    /** Whether somebody may still go on with the conversation of {@code attempt}. */
    public static boolean isKept(AgentDispatchAttempt attempt, Instant now) {
        return !attempt.status().agentSessionId().isEmpty() && now.isBefore(keptUntil(attempt));
    }
}
