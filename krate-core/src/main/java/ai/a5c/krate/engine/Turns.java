package ai.a5c.krate.engine;

import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.kind.execution.AgentDispatchRun.RunPhase;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Reason;
import java.time.Instant;

/** Runs that wait for others of their rule to end: stored, pending, with a condition that says what they wait for. */
public final class Turns {

    private static final String TYPE = "Turn";

    private Turns() {}

    /** Whether {@code run} waits for its turn. */
    public static boolean isWaiting(AgentDispatchRun run) {
        return run.status().phase() == RunPhase.PENDING
                && run.status().conditions().stream()
                        .anyMatch(condition -> condition.type().equals(TYPE)
                                && condition.status().equals("False"));
    }

    /** {@code run}, waiting because of {@code reason}. */
    public static AgentDispatchRun waiting(AgentDispatchRun run, Reason reason, Instant now) {
        return observed(run, "False", reason, now);
    }

    /** {@code run}, whose turn it is. */
    public static AgentDispatchRun come(AgentDispatchRun run, Instant now) {
        return observed(run, "True", new Reason("TurnCome", "what it waited for has ended"), now);
    }

    private static AgentDispatchRun observed(AgentDispatchRun run, String status, Reason reason, Instant now) {
        return run.with(run.status()
                .observed(new Condition(
                        TYPE,
                        status,
                        reason.code(),
                        reason.message(),
                        run.metadata().generation(),
                        now)));
    }

    /** Has somebody look whose turn it is now that {@code ended} is no longer under way. */
    static void next(Records records, AgentDispatchRun ended) {
        if (!ended.spec().triggerRule().isEmpty()) {
            look(records, ended.metadata().namespace(), ended.spec().triggerRule());
        }
    }

    /** Has somebody look whose turn it is among the runs of {@code rule}. */
    public static void look(Records records, String namespace, String rule) {
        records.transaction().send(Topics.TURN, "AgentTriggerRule/%s/%s".formatted(namespace, rule), records.now());
    }
}
