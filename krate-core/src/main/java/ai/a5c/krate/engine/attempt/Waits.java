package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.dispatch.AttemptEvent;
import ai.a5c.krate.engine.Records;
import ai.a5c.krate.engine.Topics;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt;
import ai.a5c.krate.kind.execution.AgentDispatchAttempt.AttemptPhase;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentWait;
import java.util.EnumSet;
import java.util.Set;

/** Says at an attempt and its run that the agent waits for people, and for what, as long as it does; the run stays running. */
final class Waits {

    private static final Set<AttemptPhase> WAITING =
            EnumSet.of(AttemptPhase.WAITING_FOR_INPUT, AttemptPhase.WAITING_FOR_APPROVAL);
    private static final int LONGEST = 500;

    private Waits() {}

    /** The agent has asked {@code question}, which a message answers; nothing if it waits for an approval, or is being stopped. */
    static AgentDispatchAttempt forInput(Records records, Claim claim, String question) {
        AgentDispatchAttempt attempt = claim.attempt(records);
        boolean waiting = WAITING.contains(attempt.status().phase())
                && attempt.status().phase() != AttemptPhase.WAITING_FOR_INPUT;
        if (waiting || attempt.status().cancelRequested()) {
            return attempt;
        }
        AgentDispatchAttempt moved = Moves.attempt(records, claim, new AttemptEvent.InputNeeded(claim.token()));
        boolean hears = moved.status().capabilities().contains("continue");
        String asked =
                question.isBlank() ? "the agent waits for input" : "the agent asks: " + bounded(question.strip());
        String how = hears
                ? "; send it a message"
                : "; its runtime takes no messages while it works, so it cannot be answered: cancel the run, or let it end";
        note(records, moved, new AgentWait("input", asked + how));
        return moved;
    }

    /** The agent waits for a yes to a call of {@code tool}. */
    static void forApproval(Records records, Claim claim, String tool) {
        AgentDispatchAttempt moved = Moves.attempt(records, claim, new AttemptEvent.ApprovalNeeded(claim.token()));
        note(records, moved, new AgentWait("approval", "the agent waits for a yes to " + bounded(tool)));
    }

    /** The agent goes on, if it waited for input. */
    static AgentDispatchAttempt inputOver(Records records, Claim claim) {
        AgentDispatchAttempt attempt = claim.attempt(records);
        return attempt.status().phase() == AttemptPhase.WAITING_FOR_INPUT
                ? Moves.attempt(records, claim, new AttemptEvent.Resumed(claim.token()))
                : attempt;
    }

    /** Takes back what was said of a wait that ended when {@code before} became {@code after}. */
    static void moved(Records records, AgentDispatchAttempt before, AgentDispatchAttempt after) {
        if (WAITING.contains(before.status().phase())
                && !WAITING.contains(after.status().phase())) {
            note(records, after, AgentWait.NONE);
        }
    }

    private static void note(Records records, AgentDispatchAttempt attempt, AgentWait wait) {
        records.get(
                        AgentDispatchRun.class,
                        attempt.metadata().namespace(),
                        attempt.spec().agentDispatchRun())
                .filter(run -> run.status().attempts() == attempt.spec().number())
                .filter(run -> !run.status().agentWait().equals(wait))
                .ifPresent(run -> {
                    records.update(run.with(run.status().waiting(wait)));
                    records.transaction().send(Topics.STATUS, run.key().toString(), records.now());
                });
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " [cut]";
    }
}
