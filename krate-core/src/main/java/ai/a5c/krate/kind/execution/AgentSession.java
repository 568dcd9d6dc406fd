package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;

/** An agent's own session, bound to the run that it works for. */
@KindInfo(
        plural = "agentsessions",
        shortNames = "session",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "An agent's own session, bound to the run that it works for.",
        columns = {"Run=.spec.dispatchRun", "Session=.spec.runtimeSessionId"},
        wide = {"Attempt=.spec.attempt", "Runtime=.spec.runtime"})
public record AgentSession(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentSession withMetadata(Metadata next) {
        return new AgentSession(next, spec, status);
    }

    /** The same with another status. */
    public AgentSession with(Status next) {
        return new AgentSession(metadata, spec, next);
    }

    /** Which session of which runtime. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The runtime's exact id.", required = true, indexed = true, immutable = true)
            String runtimeSessionId,

            @Field(value = "The run.", required = true, ref = "AgentDispatchRun", indexed = true, immutable = true)
            String dispatchRun,

            @Field(value = "The attempt.", ref = "AgentDispatchAttempt", indexed = true, immutable = true)
            String attempt,

            @Field(value = "The runtime.", immutable = true) String runtime) {}

    /** Where it stands. */
    public record Status(
            @Field("The agent's own session id, as it reports it.")
            String agentSessionId,

            @Field("The run's id at an Agent Mux gateway; empty for other runtimes.")
            String agentMuxRunId,

            @Field("The session's id at an Agent Mux gateway; empty for other runtimes.")
            String agentMuxSessionId,

            @Field("What was done in it, redacted, bounded.")
            String summary) {

        /** Nothing heard of it yet. */
        public static final Status UNKNOWN = new Status("", "", "", "");
    }
}
