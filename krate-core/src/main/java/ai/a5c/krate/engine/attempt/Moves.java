package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.dispatch.AttemptMachine;
import ai.a5c.krate.dispatch.AttemptState;
import ai.a5c.krate.dispatch.Transition;
import ai.a5c.krate.dispatch.Transition.Moved;
import ai.a5c.krate.dispatch.Transition.Reason;
import ai.a5c.krate.dispatch.Transition.Refused;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.RunStates;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import java.util.function.UnaryOperator;

/** Moves attempts under a claim. */
final class Moves {

    private Moves() {}

    /**
     * What {@code event} makes of the claimed attempt, stored; the attempt itself if it had happened before.
     *
     * @throws ClaimLostException if the attempt has gone another way meanwhile
     */
    static AgentDispatchAttempt attempt(Records records, Claim claim, AttemptEvent event) {
        return attempt(records, claim, event, UnaryOperator.identity());
    }

    /** The same, with {@code noted} written with it, also where the event had happened before. */
    static AgentDispatchAttempt attempt(
            Records records, Claim claim, AttemptEvent event, UnaryOperator<AgentDispatchAttempt> noted) {
        AgentDispatchAttempt attempt = claim.attempt(records);
        Transition<AttemptState, ?> answer = AttemptMachine.on(RunStates.of(attempt), event);
        if (answer instanceof Moved<AttemptState, ?> moved) {
            AgentDispatchAttempt next =
                    records.update(noted.apply(RunStates.with(attempt, moved.state(), records.now())));
            Waits.moved(records, attempt, next);
            return next;
        }
        if (answer instanceof Refused<AttemptState, ?> refused && refused.reason() == Reason.ALREADY_DONE) {
            AgentDispatchAttempt next = noted.apply(attempt);
            return next.equals(attempt) ? attempt : records.update(next);
        }
        throw new ClaimLostException(claim.attempt());
    }
}
