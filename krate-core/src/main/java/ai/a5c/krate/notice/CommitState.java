package ai.a5c.krate.notice;

import ai.a5c.krate.kind.execution.AgentDispatchRun;

/**
 * How a run stands, as a status of the commit that it is about.
 *
 * @param state pending, success, failure or error, as forges name them
 * @param description one short line
 */
public record CommitState(String state, String description) {

    /** Of {@code run} as it stands. */
    public static CommitState of(AgentDispatchRun run) {
        return switch (run.status().phase()) {
            case PENDING -> new CommitState("pending", "waits for its turn");
            case QUEUED -> new CommitState("pending", "queued");
            case RUNNING -> new CommitState("pending", "at work");
            case WAITING_FOR_APPROVAL -> new CommitState("pending", "waits for approval");
            case BLOCKED -> new CommitState("error", "not allowed to start");
            case SUCCEEDED -> new CommitState("success", "finished");
            case FAILED -> new CommitState("failure", "failed");
            case CANCELLED -> new CommitState("error", "cancelled");
        };
    }
}
