package ai.a5c.krate.engine;

import ai.a5c.krate.dispatch.RunEvent;
import ai.a5c.krate.kind.execution.AgentDispatchRun;

/** What people may do with a run. */
public final class RunDesk {

    private final Desk desk;
    private final RunBook book = new RunBook();

    public RunDesk(Desk desk) {
        this.desk = desk;
    }

    /** Asks the run to stop; also before it was launched. */
    public Answer cancel(String namespace, String run, Caller caller) {
        return move(namespace, run, new RunEvent.CancelRequested(caller.name()), caller);
    }

    /** Has a blocked run reviewed again. */
    public Answer retry(String namespace, String run, Caller caller) {
        return move(namespace, run, new RunEvent.RetryRequested(caller.name()), caller);
    }

    private Answer move(String namespace, String name, RunEvent event, Caller caller) {
        try {
            return new Done(desk.write(records -> {
                AgentDispatchRun run = records.need(AgentDispatchRun.class, namespace, name);
                caller.require(run.spec().organizationRef(), run.key());
                return book.on(records, run, event, caller.name());
            }));
        } catch (RefusedException e) {
            return new Refused(e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** What became of a request. */
    public sealed interface Answer permits Done, Refused {}

    /** It is done; this is the run now. */
    public record Done(AgentDispatchRun run) implements Answer {}

    /** It is not done; the code is stable, the message says why. */
    public record Refused(String code, String message) implements Answer {}
}
