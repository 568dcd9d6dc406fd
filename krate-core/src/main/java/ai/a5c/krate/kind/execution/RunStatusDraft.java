package ai.a5c.krate.kind.execution;

import ai.a5c.krate.kind.execution.AgentDispatchRun.Status;
import ai.a5c.krate.resource.Condition;
import java.util.List;

/** A run's status being changed, but for what its state machine decides. */
final class RunStatusDraft {

    private final Status before;
    private double costUsd;
    private long tokens;
    private String permissionSnapshotDigest;
    private String permissionRecordDigest;
    private List<String> approvals;
    private List<String> artifacts;
    private List<Condition> conditions;
    private List<String> childRuns;
    private QueuePlace queue;
    private FailureNote failure;
    private AgentWait agentWait;

    RunStatusDraft(Status before) {
        this.before = before;
        this.costUsd = before.costUsd();
        this.tokens = before.tokens();
        this.permissionSnapshotDigest = before.permissionSnapshotDigest();
        this.permissionRecordDigest = before.permissionRecordDigest();
        this.approvals = before.approvals();
        this.artifacts = before.artifacts();
        this.conditions = before.conditions();
        this.childRuns = before.childRuns();
        this.queue = before.queue();
        this.failure = before.failure();
        this.agentWait = before.agentWait();
    }

    RunStatusDraft spent(double cost, long used) {
        costUsd = cost;
        tokens = used;
        return this;
    }

    RunStatusDraft review(String digest, String record) {
        permissionSnapshotDigest = digest;
        permissionRecordDigest = record;
        return this;
    }

    RunStatusDraft approvals(List<String> next) {
        approvals = next;
        return this;
    }

    RunStatusDraft artifacts(List<String> next) {
        artifacts = next;
        return this;
    }

    RunStatusDraft conditions(List<Condition> next) {
        conditions = next;
        return this;
    }

    RunStatusDraft childRuns(List<String> next) {
        childRuns = next;
        return this;
    }

    RunStatusDraft queue(QueuePlace next) {
        queue = next;
        return this;
    }

    RunStatusDraft failure(FailureNote next) {
        failure = next;
        return this;
    }

    RunStatusDraft agentWait(AgentWait next) {
        agentWait = next;
        return this;
    }

    Status status() {
        return new Status(
                before.phase(),
                before.attempts(),
                before.fencingToken(),
                before.lastAttempt(),
                before.startedAt(),
                before.finishedAt(),
                permissionSnapshotDigest,
                permissionRecordDigest,
                before.contextBundleDigest(),
                before.pendingGates(),
                before.closedGates(),
                approvals,
                artifacts,
                before.writeBacks(),
                costUsd,
                tokens,
                before.cancelRequested(),
                before.terminalReason(),
                conditions,
                before.observedGeneration(),
                before.stateGeneration(),
                before.eventCursor(),
                childRuns,
                queue,
                failure,
                agentWait);
    }
}
