package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.engine.Blobs;
import ai.a5c.krate.engine.Desk;
import ai.a5c.krate.engine.Journal;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Talk;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.resource.ResourceKey;
import ai.a5c.krate.runtime.NotPossibleException;
import java.util.Map;

/** Hands people's messages to a running agent, each once, and says so in the run's timeline. */
final class Handover {

    private static final String HANDED = "handed over";
    private static final String UNHEARD = "the agent had ended before it could hear it; send it once more to go on";

    private final Desk desk;

    Handover(Desk desk) {
        this.desk = desk;
    }

    /** Hands over what waits. */
    void deliver(Claim claim, Launched agent) {
        for (Talk.Message message : Talk.waiting(desk.ports().store(), key(claim))) {
            String outcome = send(agent, message);
            desk.write(records -> note(records, claim, message, outcome));
        }
    }

    /**
     * Says of what still waits that the agent, which has ended, could not hear it; or that it did, if whoever handed it over
     * died before saying so: the runtime takes what it has taken before.
     */
    void giveUp(Claim claim, Launched agent) {
        for (Talk.Message message : Talk.waiting(desk.ports().store(), key(claim))) {
            String outcome = send(agent, message);
            desk.write(records -> note(records, claim, message, outcome.equals(HANDED) ? HANDED : UNHEARD));
        }
    }

    private String send(Launched agent, Talk.Message message) {
        try {
            agent.runtime().send(agent.session(), message.id(), Blobs.text(desk.ports(), message.digest()));
            return HANDED;
        } catch (NotPossibleException e) {
            return "%s: %s".formatted(e.code(), e.getMessage());
        }
    }

    private AgentDispatchAttempt note(Records records, Claim claim, Talk.Message message, String outcome) {
        AgentDispatchAttempt attempt = claim.attempt(records);
        if (!Talk.handed(records, attempt.key(), message, outcome)) {
            return attempt;
        }
        boolean handed = outcome.equals(HANDED);
        ResourceKey run = new ResourceKey(
                "AgentDispatchRun", claim.namespace(), attempt.spec().agentDispatchRun());
        String text = handed
                ? "the agent was given the message of " + message.actor()
                : "the agent was not given the message of %s: %s".formatted(message.actor(), outcome);
        Journal.tell(records, run, handed ? "handed-over" : "error", Map.of("text", text, "message", message.id()));
        return handed && attempt.status().phase() == AttemptPhase.WAITING_FOR_INPUT
                ? Moves.attempt(records, claim, new AttemptEvent.Resumed(claim.token()))
                : attempt;
    }

    private static ResourceKey key(Claim claim) {
        return new ResourceKey("AgentDispatchAttempt", claim.namespace(), claim.attempt());
    }
}
