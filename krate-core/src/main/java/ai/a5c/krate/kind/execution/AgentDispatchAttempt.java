package ai.a5c.krate.kind.execution;

import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One try of a run: the agent as it was launched and how it ended. */
@KindInfo(
        plural = "agentdispatchattempts",
        shortNames = "attempt",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "One try of a run: the agent as it was launched and how it ended.",
        columns = {"Run=.spec.agentDispatchRun", "Number=.spec.number", "Phase=.status.phase"},
        wide = {
            "Reason=.spec.attemptReason",
            "Pool=.spec.runnerPool",
            "Worker=.status.lease.worker",
            "Ended=.status.terminalReason.code"
        })
public record AgentDispatchAttempt(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentDispatchAttempt withMetadata(Metadata next) {
        return new AgentDispatchAttempt(next, spec, status);
    }

    /** The same with another status. */
    public AgentDispatchAttempt with(Status next) {
        return new AgentDispatchAttempt(metadata, spec, next);
    }

    /** What is launched; never changes. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The run.", required = true, ref = "AgentDispatchRun", indexed = true, immutable = true)
            String agentDispatchRun,

            @Field(value = "1 for the first.", required = true, min = 1, immutable = true)
            int number,

            @Field(value = "Why there is this attempt.", required = true, immutable = true)
            AttemptReason attemptReason,

            @Field(
                    value = "The stack as it was, a blob of canonical JSON.",
                    required = true,
                    form = Form.DIGEST,
                    immutable = true)
            String agentStackSnapshot,

            @Field(value = "What the agent is told.", form = Form.DIGEST, immutable = true)
            String contextBundleDigest,

            @Field(value = "The review that admitted it.", form = Form.DIGEST, immutable = true)
            String permissionSnapshotDigest,

            @Field(
                    value = "The record of that review: request, facts and answer, from which it can be made again.",
                    form = Form.DIGEST,
                    immutable = true)
            String permissionRecordDigest,

            @Field(value = "Where it runs.", ref = "RunnerPool", indexed = true, immutable = true)
            String runnerPool,

            @Field(value = "The runtime.", immutable = true) String runtime,

            @Field(
                    value = "The workspace that it uses; empty for one of its own, of its own name.",
                    ref = "AgentWorkspace",
                    immutable = true)
            String workspaceRef,

            @Field(value = "What it goes on with.", immutable = true)
            AttemptOrigin origin) {}

    /** Where it stands. */
    public record Status(
            @Field(value = "Where it stands.", def = "created", indexed = true)
            AttemptPhase phase,

            @Field("Whose it is.") LeaseStatus lease,
            @Field("What the runtime finds it by.") String runtimeSession,
            @Field("The agent's own session id.") String agentSessionId,

            @Field("Behind the last stored event, in the runtime's measure.")
            long cursor,

            @Field("When it was launched.") @Nullable Instant startedAt,
            @Field("When it ended.") @Nullable Instant finishedAt,
            @Field("Whether somebody asked it to stop.") boolean cancelRequested,
            @Field(value = "Cost in US dollars.", min = 0) double costUsd,
            @Field(value = "Tokens.", min = 0) long tokens,
            @Field("Its final answer, redacted, bounded.") String result,
            @Field("Why it ended, or was postponed.") Reason terminalReason,

            @Field("What its runtime could do when it was launched, such as resume and fork.")
            List<String> capabilities,

            @Field("How far it has come.") AttemptProgress progress,

            @Field("The class of its failure, as in rate-limited; empty for none.")
            String failureClass,

            @Field("The commit that the files which steer agents were taken from; empty before launch, or for none.")
            String configurationCommit,

            @Field("The host where its agent was launched, which keeps the conversation; empty before launch.")
            String host) {

        public Status {
            capabilities = List.copyOf(capabilities);
        }

        /** The same under another lease. */
        public Status leased(LeaseStatus next) {
            return draft().lease(next).status();
        }

        /** The same with the runtime's session, launched at {@code when} by a runtime that can do {@code able}. */
        public Status launched(String session, Instant when, List<String> able) {
            return draft().launched(session, startedAt == null ? when : startedAt, able)
                    .status();
        }

        /** The same, about to be launched at {@code at}, with the files that steer agents taken from {@code commit}. */
        public Status launching(String commit, String at) {
            return draft().launching(commit, at).status();
        }

        /** The same after more was heard of the agent. */
        public Status heard(Heard heard) {
            return draft().heard(heard).status();
        }

        /** The same, further on. */
        public Status progressed(AttemptProgress next) {
            return draft().progress(next).status();
        }

        /** The same with another class of failure. */
        public Status failed(String next) {
            return draft().failureClass(next).status();
        }

        private AttemptStatusDraft draft() {
            return new AttemptStatusDraft(this);
        }
    }

    /** What a batch of agent events adds; empty texts change nothing. */
    public record Heard(long cursor, String agentSessionId, String result, double costUsd, long tokens) {}

    /** Whose attempt it is; the only lease on it. */
    public record LeaseStatus(
            @Field("The worker; empty for nobody.") String worker,

            @Field("Grows with every claim; a write under an older one is refused.")
            long token,

            @Field("Until when.") @Nullable Instant until) {}

    /** Why there is an attempt. */
    public enum AttemptReason {
        INITIAL,
        RETRY,
        RESUME,
        FORK,
        CONTINUATION,
        REPAIR,
        RERUN_AFTER_FIX
    }

    /** Where an attempt stands. */
    public enum AttemptPhase {
        CREATED,
        ASSIGNED,
        LAUNCHING,
        RUNNING,
        WAITING_FOR_INPUT,
        WAITING_FOR_APPROVAL,
        SUCCEEDED,
        FAILED,
        CANCELLED,
        LOST
    }
}
