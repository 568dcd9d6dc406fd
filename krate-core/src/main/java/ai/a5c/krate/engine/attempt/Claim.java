package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.LeaseStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * This worker's right to one attempt.
 *
 * @param token what every write under the claim carries
 */
record Claim(String namespace, String attempt, long token) {

    /**
     * The attempt, for as long as the claim holds.
     *
     * @throws ClaimLostException if another worker has it
     */
    AgentDispatchAttempt attempt(Records records) {
        return held(records.need(AgentDispatchAttempt.class, namespace, attempt));
    }

    /** The same as it is committed now. */
    AgentDispatchAttempt attempt(Desk desk) {
        return held(desk.get(AgentDispatchAttempt.class, namespace, attempt)
                .orElseThrow(() -> new ClaimLostException(attempt)));
    }

    private AgentDispatchAttempt held(AgentDispatchAttempt found) {
        if (found.status().lease().token() != token) {
            throw new ClaimLostException(attempt);
        }
        return found;
    }

    /** {@code attempt} with the lease for {@code length} from {@code now}. */
    AgentDispatchAttempt renewed(AgentDispatchAttempt attempt, String worker, Instant now, Duration length) {
        return attempt.with(attempt.status().leased(new LeaseStatus(worker, token, now.plus(length))));
    }

    /** {@code attempt} given back, to be taken again not before {@code when}. */
    AgentDispatchAttempt released(AgentDispatchAttempt attempt, Instant when) {
        return attempt.with(attempt.status().leased(new LeaseStatus("", token, when)));
    }
}
