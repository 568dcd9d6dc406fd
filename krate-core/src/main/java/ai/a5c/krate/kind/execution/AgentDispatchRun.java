package ai.a5c.krate.kind.execution;

import ai.a5c.krate.event.Source;
import ai.a5c.krate.event.TaskKind;
import ai.a5c.krate.resource.Condition;
import ai.a5c.krate.resource.Field;
import ai.a5c.krate.resource.Form;
import ai.a5c.krate.resource.KindInfo;
import ai.a5c.krate.resource.KindInfo.Storage;
import ai.a5c.krate.resource.KindInfo.Writer;
import ai.a5c.krate.resource.Metadata;
import ai.a5c.krate.resource.Reason;
import ai.a5c.krate.resource.Resource;
import ai.a5c.krate.trust.Trust;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One dispatch of an agent, from the request to what was written back. */
@KindInfo(
        plural = "agentdispatchruns",
        shortNames = "run",
        storage = Storage.EXECUTION,
        writer = Writer.KRATE,
        doc = "One dispatch of an agent, from the request to what was written back.",
        columns = {
            "Phase=.status.phase",
            "Stack=.spec.agentStack",
            "Repository=.spec.repository",
            "Reason=.status.terminalReason.code"
        },
        wide = {
            "Item=.spec.workItem",
            "Task=.spec.taskKind",
            "Pool=.spec.runnerPool",
            "Attempts=.status.attempts",
            "Cost=.status.costUsd"
        })
public record AgentDispatchRun(Metadata metadata, Spec spec, Status status) implements Resource {

    @Override
    public AgentDispatchRun withMetadata(Metadata next) {
        return new AgentDispatchRun(next, spec, status);
    }

    /** The same with another status. */
    public AgentDispatchRun with(Status next) {
        return new AgentDispatchRun(metadata, spec, next);
    }

    /** The same under another review. */
    public AgentDispatchRun reviewed(String digest) {
        return with(status.reviewed(digest));
    }

    /** The same, asked for by one more event. */
    public AgentDispatchRun joinedBy(String event) {
        List<String> events =
                Stream.concat(spec.sourceRefs().stream(), Stream.of(event)).toList();
        Spec joined = new Spec(
                spec.organizationRef(),
                spec.repository(),
                spec.agentStack(),
                spec.taskKind(),
                events,
                spec.ref(),
                spec.branch(),
                spec.sha(),
                spec.baseRef(),
                spec.workItem(),
                spec.title(),
                spec.requester(),
                spec.trust(),
                spec.triggerSource(),
                spec.triggerRule(),
                spec.triggerExecution(),
                spec.contextBundle(),
                spec.runnerPool(),
                spec.stackSnapshot(),
                spec.policy());
        return new AgentDispatchRun(metadata, joined, status);
    }

    /** What was asked for. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The repository.", required = true, ref = "Repository", indexed = true)
            String repository,

            @Field(value = "The stack.", required = true, ref = "AgentStack", indexed = true)
            String agentStack,

            @Field(value = "What it is asked for.", required = true)
            TaskKind taskKind,

            @Field("The events that asked, one or more.") List<String> sourceRefs,
            @Field("The full ref.") String ref,
            @Field("The head branch.") String branch,
            @Field("The head commit.") String sha,
            @Field("The branch that results go to.") String baseRef,

            @Field(value = "The issue or pull request.", indexed = true)
            String workItem,

            @Field("Its title.") String title,
            @Field("Who asked.") Requester requester,

            @Field(value = "How far the event is trusted.", def = "untrusted")
            Trust trust,

            @Field("Where the event came from.") Source triggerSource,

            @Field(value = "The rule that matched.", ref = "AgentTriggerRule", indexed = true)
            String triggerRule,

            @Field("The trigger execution.") String triggerExecution,

            @Field(value = "What the agent is told.", ref = "AgentContextBundle")
            String contextBundle,

            @Field(value = "Where it runs.", ref = "RunnerPool", indexed = true)
            String runnerPool,

            @Field(value = "The stack as it was, a blob of canonical JSON.", form = Form.DIGEST)
            String stackSnapshot,

            @Field("Who must agree to what.") AgentTriggerPolicy policy) {

        public Spec {
            sourceRefs = List.copyOf(sourceRefs);
        }
    }

    /** Who asked. */
    public record Requester(
            @Field("The name at the forge.") String login,
            @Field("The forge's id.") String id) {}

    /** The part of stack and rule that binds the run, as it was when the run was made. */
    public record AgentTriggerPolicy(
            @Field("Gates that need a person.") List<String> requireFor,
            @Field("Whether the requester may not approve.") boolean fourEyes,

            @Field(value = "How many people must approve.", def = "1")
            int approvals,

            @Field(value = "When an unanswered question ends.", form = Form.DURATION, def = "24h")
            String expiresAfter,

            @Field("What may be written back.") List<String> allowedTargets,
            @Field("What needs no person.") List<String> autoAllow,

            @Field(value = "Attempts that may be made.", def = "2")
            int maxAttempts) {

        public AgentTriggerPolicy {
            requireFor = List.copyOf(requireFor);
            allowedTargets = List.copyOf(allowedTargets);
            autoAllow = List.copyOf(autoAllow);
        }
    }

    /** Where it stands. */
    public record Status(
            @Field(value = "Where it stands.", def = "pending", indexed = true)
            RunPhase phase,

            @Field("The number of the latest attempt.") int attempts,

            @Field("The fencing token of the latest attempt's latest claim.")
            long fencingToken,

            @Field(value = "How the latest attempt stands.", def = "none")
            String lastAttempt,

            @Field("When the first attempt was claimed.") @Nullable Instant startedAt,

            @Field("When it ended.") @Nullable Instant finishedAt,
            @Field("The review that admitted it.") String permissionSnapshotDigest,
            @Field("What the agent was told.") String contextBundleDigest,

            @Field("Questions that must be answered before it goes on.")
            List<String> pendingGates,

            @Field("Questions that were answered or are no longer needed.")
            List<String> closedGates,

            @Field("Every question that was asked.") List<String> approvals,
            @Field("What it produced.") List<String> artifacts,

            @Field("What is to be written back, by ordinal.")
            List<WriteBack> writeBacks,

            @Field("Cost so far in US dollars.") double costUsd,
            @Field("Tokens so far.") long tokens,
            @Field("Whether somebody asked it to stop.") boolean cancelRequested,

            @Field("Why it is blocked, ended or being cancelled.")
            Reason terminalReason,

            @Field("What was observed.") List<Condition> conditions) {

        public Status {
            pendingGates = List.copyOf(pendingGates);
            closedGates = List.copyOf(closedGates);
            approvals = List.copyOf(approvals);
            artifacts = List.copyOf(artifacts);
            writeBacks = List.copyOf(writeBacks);
            conditions = List.copyOf(conditions);
        }

        /** The same after more was spent. */
        public Status spent(double cost, long used) {
            return with(new Changes(
                    costUsd + cost, tokens + used, permissionSnapshotDigest, approvals, artifacts, conditions));
        }

        /** The same with one more observation. */
        public Status observed(Condition condition) {
            return with(new Changes(
                    costUsd,
                    tokens,
                    permissionSnapshotDigest,
                    approvals,
                    artifacts,
                    Condition.with(conditions, condition)));
        }

        /** The same with one more question. */
        public Status asked(String approval) {
            return with(new Changes(
                    costUsd,
                    tokens,
                    permissionSnapshotDigest,
                    plus(approvals, List.of(approval)),
                    artifacts,
                    conditions));
        }

        /** The same with more artifacts. */
        public Status produced(List<String> more) {
            return with(new Changes(
                    costUsd, tokens, permissionSnapshotDigest, approvals, plus(artifacts, more), conditions));
        }

        /** The same under another review. */
        public Status reviewed(String digest) {
            return with(new Changes(costUsd, tokens, digest, approvals, artifacts, conditions));
        }

        private Status with(Changes changes) {
            return new Status(
                    phase,
                    attempts,
                    fencingToken,
                    lastAttempt,
                    startedAt,
                    finishedAt,
                    changes.review(),
                    contextBundleDigest,
                    pendingGates,
                    closedGates,
                    changes.approvals(),
                    changes.artifacts(),
                    writeBacks,
                    changes.costUsd(),
                    changes.tokens(),
                    cancelRequested,
                    terminalReason,
                    changes.conditions());
        }

        private record Changes(
                double costUsd,
                long tokens,
                String review,
                List<String> approvals,
                List<String> artifacts,
                List<Condition> conditions) {}

        private static List<String> plus(List<String> before, List<String> more) {
            return Stream.concat(before.stream(), more.stream()).distinct().toList();
        }
    }

    /** One write-back of the run. */
    public record WriteBack(
            @Field("Its place, from 1.") int ordinal,

            @Field("How it stands: awaiting-approval, applying, applied, no-change, failed, denied, ...")
            String standing) {}

    /** Where a run stands. */
    public enum RunPhase {
        PENDING,
        WAITING_FOR_APPROVAL,
        QUEUED,
        RUNNING,
        BLOCKED,
        SUCCEEDED,
        FAILED,
        CANCELLED
    }
}
