package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An agent's own session, bound to the run that it works for. */
@KindInfo(
        plural = "agentsessions",
        shortNames = "session",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "An agent's own session, bound to the run that it works for.",
        columns = {"Run=.spec.dispatchRun", "Phase=.status.phase", "Turns=.status.turns", "Cost=.status.costUsd"},
        wide = {
            "Attempt=.spec.attempt",
            "Runtime=.spec.runtime",
            "Model=.status.model",
            "Tokens=.status.tokens",
            "Session=.status.agentSessionId"
        })
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

            @Field(value = "The runtime.", immutable = true) String runtime,

            @Field(
                    value = "The session whose conversation it goes on with; the agent's own id is the same.",
                    ref = "AgentSession",
                    indexed = true,
                    immutable = true)
            String resumes,

            @Field(
                    value = "The session whose conversation it began with a copy of.",
                    ref = "AgentSession",
                    indexed = true,
                    immutable = true)
            String forkedFrom) {}

    /** Where it stands. */
    public record Status(
            @Field(value = "Where it stands.", def = "bound", indexed = true)
            SessionPhase phase,

            @Field(value = "The agent's own session id, as it reports it.", indexed = true)
            String agentSessionId,

            @Field("The run's id at an Agent Mux gateway; empty for other runtimes.")
            String agentMuxRunId,

            @Field("The session's id at an Agent Mux gateway; empty for other runtimes.")
            String agentMuxSessionId,

            @Field("The model that answers, as the agent reports it.")
            String model,

            @Field(value = "Turns of the conversation.", min = 0)
            int turns,

            @Field(value = "Cost in US dollars.", min = 0) double costUsd,
            @Field(value = "Tokens.", min = 0) long tokens,

            @Field("When it was bound to its attempt.") @Nullable Instant startedAt,

            @Field("When its attempt ended.") @Nullable Instant endedAt,

            @Field("Whether something that was said is missing in the transcript.")
            boolean incomplete,

            @Field("The last turns, at most 100, the newest one last.")
            List<TurnNote> recentTurns,

            @Field("The subagents that were heard of, at most 50.")
            List<LaneNote> lanes,

            @Field("What was said, redacted: where its events are, and the document that they were sealed in.")
            TranscriptNote transcript,

            @Field("What was done in it, redacted, bounded.")
            String summary) {

        /** Bound, nothing heard of it yet. */
        public static final Status UNKNOWN = new Status(
                SessionPhase.BOUND,
                "",
                "",
                "",
                "",
                0,
                0,
                0,
                null,
                null,
                false,
                List.of(),
                List.of(),
                TranscriptNote.NONE,
                "");

        public Status {
            recentTurns = List.copyOf(recentTurns);
            lanes = List.copyOf(lanes);
        }

        /** This status, to be changed. */
        public SessionStatusDraft draft() {
            return new SessionStatusDraft(this);
        }
    }

    /** One turn of the conversation. */
    public record TurnNote(
            @Field(value = "From 1.", min = 0) int turn,
            @Field("When it began.") @Nullable Instant startedAt,

            @Field(value = "The sequence of its first event in the run's stream.", min = 0)
            long firstEvent,

            @Field(value = "Cost in US dollars.", min = 0) double costUsd,
            @Field(value = "Tokens.", min = 0) long tokens) {}

    /** A subagent that was heard of. */
    public record LaneNote(
            @Field("The lane that its events carry.") String lane,
            @Field("The subagent's name.") String name,

            @Field("As reported: started, succeeded or failed.")
            String state) {}

    /** Where the words of a session are. */
    public record TranscriptNote(
            @Field(value = "The sequence of its first event in the run's stream; 0 for none.", min = 0)
            long firstEvent,

            @Field(value = "The sequence of its last event; 0 until it is sealed.", min = 0)
            long lastEvent,

            @Field("The document with all of it, a blob; empty until it is sealed.")
            String digest,

            @Field(value = "The artifact that holds it.", ref = "AgentArtifact")
            String artifact) {

        /** Nothing said. */
        public static final TranscriptNote NONE = new TranscriptNote(0, 0, "", "");
    }

    /** Where a session stands. */
    public enum SessionPhase {
        /** The runtime has started it; nothing was heard yet. */
        BOUND,
        /** It is being heard. */
        ACTIVE,
        /** It waits for an answer. */
        WAITING,
        SUCCEEDED,
        FAILED,
        CANCELLED,
        /** The runtime does not know it any more. */
        LOST
    }
}
