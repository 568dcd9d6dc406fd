package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.resource.Condition;

/** Notes at a run whether its runtime can be reached, and whether its agent is being heard. */
final class Reach {

    private static final String REACHABLE = "RuntimeReachable";
    private static final String STALE = "StreamStale";

    private Reach() {}

    /** The runtime cannot be reached; {@code message} says how it shows. */
    static AgentDispatchRun lost(Records records, AgentDispatchRun run, String message) {
        return note(records, run, REACHABLE, "False", "RuntimeUnavailable", message);
    }

    /** The agent is at work and cannot be heard now. */
    static AgentDispatchRun stale(Records records, AgentDispatchRun run, String message) {
        return note(records, lost(records, run, message), STALE, "True", "RuntimeUnavailable", message);
    }

    /** Takes back what was noted against the runtime, if anything was. */
    static AgentDispatchRun regained(Records records, AgentDispatchRun run) {
        AgentDispatchRun next = run;
        if (is(next, REACHABLE, "False")) {
            next = note(records, next, REACHABLE, "True", "Reached", "the runtime answers");
        }
        if (is(next, STALE, "True")) {
            next = note(records, next, STALE, "False", "Attached", "heard again, from where it was heard last");
        }
        return next;
    }

    private static boolean is(AgentDispatchRun run, String type, String status) {
        return run.status().conditions().stream()
                .anyMatch(one -> one.type().equals(type) && one.status().equals(status));
    }

    private static AgentDispatchRun note(
            Records records, AgentDispatchRun run, String type, String status, String reason, String message) {
        return records.update(run.with(run.status()
                .observed(new Condition(
                        type, status, reason, message, run.metadata().generation(), records.now()))));
    }
}
