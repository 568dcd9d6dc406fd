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
            "Waits=.status.agentWait.what",
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

    private static final int MOST_JOINED = 200;

    @Override
    public AgentDispatchRun withMetadata(Metadata next) {
        return new AgentDispatchRun(next, spec, status);
    }

    /** The same with another status. */
    public AgentDispatchRun with(Status next) {
        return new AgentDispatchRun(metadata, spec, next);
    }

    /** The same under another review. */
    public AgentDispatchRun reviewed(String digest, String record) {
        return with(status.reviewed(digest, record));
    }

    /** The same, asked for by more events; the first and the latest are listed where they are too many. */
    public AgentDispatchRun joinedBy(List<Joined> more) {
        List<Joined> all = Stream.concat(spec.joined().stream(), more.stream()).toList();
        List<Joined> listed = all.size() <= MOST_JOINED
                ? all
                : Stream.concat(all.stream().limit(1), all.stream().skip(all.size() - MOST_JOINED + 1L))
                        .toList();
        List<String> events = listed.stream().map(Joined::event).distinct().toList();
        Spec joined = new Spec(
                spec.organizationRef(),
                spec.repository(),
                spec.agentStack(),
                spec.taskKind(),
                events,
                listed,
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
                spec.contextBundleRef(),
                spec.runnerPool(),
                spec.stackSnapshot(),
                spec.approvalPolicy(),
                spec.writeBackPolicy(),
                spec.maxAttempts(),
                spec.sourceEvent(),
                spec.workspaceRef(),
                spec.parentRun(),
                spec.request());
        return new AgentDispatchRun(metadata, joined, status);
    }

    /** What was asked for. */
    public record Spec(
            @Field(value = "The organization.", ref = "Organization", immutable = true, indexed = true)
            String organizationRef,

            @Field(value = "The repository.", required = true, ref = "Repository", indexed = true, immutable = true)
            String repository,

            @Field(value = "The stack.", required = true, ref = "AgentStack", indexed = true, immutable = true)
            String agentStack,

            @Field(value = "What it is asked for.", required = true, immutable = true)
            TaskKind taskKind,

            @Field(value = "The events that asked, one or more.", required = true)
            List<String> sourceRefs,

            @Field("The same events: what they were, which rule took them, and why they are one request; at most 200.")
            List<Joined> joined,

            @Field("The full ref.") String ref,
            @Field("The head branch.") String branch,

            @Field(value = "The head commit.", form = Form.COMMIT, immutable = true)
            String sha,

            @Field("The branch that results go to.") String baseRef,

            @Field(value = "The issue or pull request.", indexed = true)
            String workItem,

            @Field("Its title.") String title,
            @Field(value = "Who asked.", immutable = true) Requester requester,

            @Field(value = "How far the event is trusted.", def = "untrusted", immutable = true)
            Trust trust,

            @Field(value = "Where the event came from.", def = "manual", immutable = true)
            Source triggerSource,

            @Field(value = "The rule that matched.", ref = "AgentTriggerRule", indexed = true, immutable = true)
            String triggerRule,

            @Field(value = "The trigger execution.", ref = "AgentTriggerExecution", immutable = true)
            String triggerExecution,

            @Field(value = "What the agent is told.", ref = "AgentContextBundle", immutable = true)
            String contextBundleRef,

            @Field(value = "Where it runs.", ref = "RunnerPool", indexed = true)
            String runnerPool,

            @Field(value = "The stack as it was, a blob of canonical JSON.", form = Form.DIGEST, immutable = true)
            String stackSnapshot,

            @Field(value = "Who must agree to what.", immutable = true)
            ApprovalPolicy approvalPolicy,

            @Field(value = "What may be written back.", immutable = true)
            WriteBackPolicy writeBackPolicy,

            @Field(value = "Attempts that may be made.", def = "2", min = 1, immutable = true)
            int maxAttempts,

            @Field(value = "The event that asked first.", indexed = true, immutable = true)
            String sourceEvent,

            @Field(value = "The workspace that every attempt uses; empty for one each.", ref = "AgentWorkspace")
            String workspaceRef,

            @Field(
                    value = "The run that asked for this one.",
                    ref = "AgentDispatchRun",
                    indexed = true,
                    immutable = true)
            String parentRun,

            @Field(value = "What was chosen by hand, and where it comes from.", immutable = true)
            RunRequest request) {

        public Spec {
            sourceRefs = List.copyOf(sourceRefs);
            joined = List.copyOf(joined);
        }
    }

    /** One event that asked for the run. */
    public record Joined(
            @Field(value = "The event's uid.", required = true)
            String event,

            @Field("Where it came from.") Source source,
            @Field("Its type.") String type,
            @Field("Who caused it.") String actor,
            @Field("The rule that it fits.") String rule,
            @Field("When it joined.") @Nullable Instant at,
            @Field("Why it is part of this run.") String why) {}

    /** Who asked. */
    public record Requester(
            @Field("The name at the forge.") String login,
            @Field("The forge's id.") String id) {}

    /** Who must agree to what, as stack and rule said when the run was made. */
    public record ApprovalPolicy(
            @Field("Gates that need a person.") List<String> requireFor,
            @Field("Whether the requester may not approve.") boolean fourEyes,

            @Field(value = "How many people must approve.", def = "1", min = 1, max = 2)
            int approvals,

            @Field(value = "When an unanswered question ends.", form = Form.DURATION, def = "24h")
            String expiresAfter) {

        public ApprovalPolicy {
            requireFor = List.copyOf(requireFor);
        }
    }

    /** What may be written back, as stack and rule said when the run was made. */
    public record WriteBackPolicy(
            @Field("What may be written back, as in branch-push.")
            List<String> allowedTargets,

            @Field("What of it needs no person.") List<String> autoAllow) {

        public WriteBackPolicy {
            allowedTargets = List.copyOf(allowedTargets);
            autoAllow = List.copyOf(autoAllow);
        }
    }

    /** Where it stands. */
    public record Status(
            @Field(value = "Where it stands.", def = "pending", indexed = true)
            RunPhase phase,

            @Field(value = "The number of the latest attempt.", min = 0)
            int attempts,

            @Field("The fencing token of the latest attempt's latest claim.")
            long fencingToken,

            @Field(value = "How the latest attempt stands.", def = "none")
            String lastAttempt,

            @Field("When the first attempt was claimed.") @Nullable Instant startedAt,

            @Field("When it ended.") @Nullable Instant finishedAt,

            @Field(value = "The review that admitted it.", form = Form.DIGEST)
            String permissionSnapshotDigest,

            @Field(
                    value = "The record of that review: request, facts and answer, from which it can be made again.",
                    form = Form.DIGEST)
            String permissionRecordDigest,

            @Field(value = "What the agent was told.", form = Form.DIGEST)
            String contextBundleDigest,

            @Field("Questions that must be answered before it goes on.")
            List<String> pendingGates,

            @Field("Questions that were answered or are no longer needed.")
            List<String> closedGates,

            @Field("Every question that was asked.") List<String> approvals,
            @Field("What it produced.") List<String> artifacts,

            @Field(value = "What is to be written back, by ordinal.", listKey = "ordinal")
            List<WriteBack> writeBacks,

            @Field(value = "Cost so far in US dollars.", min = 0, indexed = true)
            double costUsd,

            @Field(value = "Tokens so far.", min = 0) long tokens,
            @Field("Whether somebody asked it to stop.") boolean cancelRequested,

            @Field("Why it is blocked, ended or being cancelled.")
            Reason terminalReason,

            @Field(
                    value =
                            "ContextAssembled, WorkspaceResolved, RunnerAssigned, SessionBound, ApprovalSatisfied, ArtifactsIndexed.",
                    listKey = "type")
            List<Condition> conditions,

            @Field("The spec generation that this speaks of.")
            long observedGeneration,

            @Field(
                    value =
                            "Grows each time its state changes: phase, attempts, gates, write-backs, cancellation. Actions compare expectedGeneration with it.",
                    min = 0)
            long stateGeneration,

            @Field(value = "The last event of the timeline that this speaks of.", min = 0)
            long eventCursor,

            @Field("The runs that this one asked for.") List<String> childRuns,

            @Field("Where it stands in the queue; told to those who ask, never stored.")
            QueuePlace queue,

            @Field("What went wrong last.") FailureNote failure,
            @Field("What its agent at work waits for.") AgentWait agentWait) {

        public Status {
            pendingGates = List.copyOf(pendingGates);
            closedGates = List.copyOf(closedGates);
            approvals = List.copyOf(approvals);
            artifacts = List.copyOf(artifacts);
            writeBacks = List.copyOf(writeBacks);
            conditions = List.copyOf(conditions);
            childRuns = List.copyOf(childRuns);
        }

        /** The same after more was spent. */
        public Status spent(double cost, long used) {
            return draft().spent(costUsd + cost, tokens + used).status();
        }

        /** The same with one more observation. */
        public Status observed(Condition condition) {
            return draft().conditions(Condition.with(conditions, condition)).status();
        }

        /** The same with one more question. */
        public Status asked(String approval) {
            return draft().approvals(plus(approvals, List.of(approval))).status();
        }

        /** The same with more artifacts. */
        public Status produced(List<String> more) {
            return draft().artifacts(plus(artifacts, more)).status();
        }

        /** The same under another review. */
        public Status reviewed(String digest, String record) {
            return draft().review(digest, record).status();
        }

        /** The same at another place of the queue. */
        public Status queued(QueuePlace place) {
            return draft().queue(place).status();
        }

        /** The same after a failure, or none. */
        public Status failed(FailureNote note) {
            return draft().failure(note).status();
        }

        /** The same with one more run that this one asked for. */
        public Status asksFor(String child) {
            return draft().childRuns(plus(childRuns, List.of(child))).status();
        }

        /** The same with an agent that waits for something else, or nothing. */
        public Status waiting(AgentWait next) {
            return draft().agentWait(next).status();
        }

        private RunStatusDraft draft() {
            return new RunStatusDraft(this);
        }

        private static List<String> plus(List<String> before, List<String> more) {
            return Stream.concat(before.stream(), more.stream()).distinct().toList();
        }
    }

    /** One write-back of the run. */
    public record WriteBack(
            @Field(value = "Its place, from 1.", required = true, min = 1)
            int ordinal,

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
