package ai.a5c.krate.engine;

import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptReason;
import ai.a5c.krate.kind.execution.AttemptOrigin;
import java.time.Instant;
import java.util.Optional;

/**
 * How the attempt is made that a run's move queues, if it queues one.
 *
 * @param reason why it is made; the first one is {@link AttemptReason#INITIAL} when it is only tried again
 * @param origin what it goes on with; empty for what the attempt before it went on with
 * @param notBefore when it may be claimed; empty for at once
 */
public record NextAttempt(AttemptReason reason, Optional<AttemptOrigin> origin, Optional<Instant> notBefore) {

    /** What the policy makes by itself, at once. */
    public static final NextAttempt BY_POLICY =
            new NextAttempt(AttemptReason.RETRY, Optional.empty(), Optional.empty());

    /** The same as the attempt before it, once {@code when} has come. */
    public static NextAttempt at(Instant when) {
        return new NextAttempt(AttemptReason.RETRY, Optional.empty(), Optional.of(when));
    }

    /** One that {@code reason} asks for and that goes on with {@code origin}. */
    public static NextAttempt of(AttemptReason reason, AttemptOrigin origin) {
        return new NextAttempt(reason, Optional.of(origin), Optional.empty());
    }
}
