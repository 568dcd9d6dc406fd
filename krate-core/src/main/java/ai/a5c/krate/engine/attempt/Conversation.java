package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AttemptOrigin;
import ai.a5c.krate.runtime.LaunchRefusedException;
import ai.a5c.krate.runtime.Session;
import ai.a5c.krate.runtime.Setup.Origin;
import java.util.Optional;

/** What an attempt goes on with: the conversation of another attempt, by its exact id, and what it is told now. */
final class Conversation {

    private final Desk desk;

    Conversation(Desk desk) {
        this.desk = desk;
    }

    /**
     * The conversation that {@code attempt} goes on with: a copy of it, where it is another run's.
     *
     * @throws LaunchRefusedException if the attempt that held it is not there any more
     */
    Optional<Origin> origin(AgentDispatchAttempt attempt) {
        AttemptOrigin origin = attempt.spec().origin();
        if (origin.agentSessionId().isEmpty()) {
            return Optional.empty();
        }
        AgentDispatchAttempt before = desk.get(
                        AgentDispatchAttempt.class, attempt.metadata().namespace(), origin.attempt())
                .orElseThrow(() -> new LaunchRefusedException(
                        "ConversationGone",
                        "attempt '%s', whose conversation it goes on with, is not there any more; retry the run"
                                .formatted(origin.attempt())));
        boolean own = before.spec().agentDispatchRun().equals(attempt.spec().agentDispatchRun());
        return Optional.of(new Origin(
                own ? Origin.Mode.RESUME : Origin.Mode.FORK,
                origin.agentSessionId(),
                new Session(before.status().runtimeSession())));
    }

    /**
     * Requires that what {@code attempt} goes on with is kept {@code here}, if it goes on with anything.
     *
     * @throws LaunchRefusedException if another host keeps it
     */
    void requireInReach(AgentDispatchAttempt attempt, String here) {
        AttemptOrigin origin = attempt.spec().origin();
        String host = desk.write(records -> host(records, attempt));
        if (!host.isEmpty() && !host.equals(here)) {
            throw new LaunchRefusedException(
                    "ConversationOutOfReach",
                    "the conversation of attempt '%s' is on host '%s', which does no work now; start a worker there, or retry the run"
                            .formatted(origin.attempt(), host));
        }
    }

    /** The host that keeps what {@code attempt} goes on with; empty if it goes on with nothing, or that is not known. */
    static String host(Records records, AgentDispatchAttempt attempt) {
        AttemptOrigin origin = attempt.spec().origin();
        return origin.agentSessionId().isEmpty()
                ? ""
                : records.get(AgentDispatchAttempt.class, attempt.metadata().namespace(), origin.attempt())
                        .map(before -> before.status().host())
                        .orElse("");
    }

    /** What {@code attempt} is told: its own message, else the prompt that {@code promptDigest} names. */
    String prompt(AgentDispatchAttempt attempt, String promptDigest) {
        String message = attempt.spec().origin().messageDigest();
        return Blobs.text(desk.ports(), message.isEmpty() ? promptDigest : message);
    }
}
