package ai.a5c.krate.engine.attempt;

import ai.a5c.krate.engine.Records;
import ai.a5c.krate.kind.execution.AgentDispatchRun;
import ai.a5c.krate.resource.Condition;

/** Notes at a run whether its runtime can be reached, and whether its agent is being heard. */
final class Reach {

    private static final String REACHABLE = "RuntimeReachable";
    private static final String STALE = "StreamStale";

    private static final Finding UNREACHABLE = new Finding(REACHABLE, "False", "RuntimeUnavailable");
    private static final Finding REACHED = new Finding(REACHABLE, "True", "Reached");
    private static final Finding UNHEARD = new Finding(STALE, "True", "RuntimeUnavailable");
    private static final Finding HEARD = new Finding(STALE, "False", "Attached");

    private Reach() {}

    /** The runtime cannot be reached; {@code message} says how it shows. */
    static AgentDispatchRun lost(Records records, AgentDispatchRun run, String message) {
        return note(records, run, UNREACHABLE, message);
    }

    /** The agent is at work and cannot be heard now. */
    static AgentDispatchRun stale(Records records, AgentDispatchRun run, String message) {
        return note(records, lost(records, run, message), UNHEARD, message);
    }

    /** Takes back what was noted against the runtime, if anything was. */
    static AgentDispatchRun regained(Records records, AgentDispatchRun run) {
        AgentDispatchRun next = run;
        if (is(next, UNREACHABLE)) {
            next = note(records, next, REACHED, "the runtime answers");
        }
        if (is(next, UNHEARD)) {
            next = note(records, next, HEARD, "heard again, from where it was heard last");
        }
        return next;
    }

    private static boolean is(AgentDispatchRun run, Finding finding) {
        return run.status().conditions().stream()
                .anyMatch(
                        one -> one.type().equals(finding.type()) && one.status().equals(finding.status()));
    }

    private static AgentDispatchRun note(Records records, AgentDispatchRun run, Finding finding, String message) {
        return records.update(run.with(run.status()
                .observed(new Condition(
                        finding.type(),
                        finding.status(),
                        finding.reason(),
                        message,
                        run.metadata().generation(),
                        records.now()))));
    }

    /** What is found of a condition. */
    private record Finding(String type, String status, String reason) {}
}
