package ai.a5c.krate.dispatch;

/** Something that happened to an attempt; the closed list of what can move it. */
public sealed interface AttemptEvent {

    /** Somebody wants it to stop. */
    record CancelRequested(String actor) implements AttemptEvent {}

    /** An event from a worker, that counts only under the latest fencing token. */
    sealed interface FromWorker extends AttemptEvent {

        /** What the worker's lease says. */
        long fencingToken();
    }

    /** A worker took it, for the first time or over from another one. */
    record Assigned(long fencingToken) implements FromWorker {
        public Assigned {
            if (fencingToken < 1) {
                throw new IllegalArgumentException("a fencing token is at least 1, got " + fencingToken);
            }
        }
    }

    /** Identity, workspace and review are settled; the runtime is asked next. */
    record LaunchStarted(long fencingToken) implements FromWorker {}

    /** The worker gives it back: the runtime cannot be reached, and surely runs nothing for it. */
    record Postponed(long fencingToken, String reason) implements FromWorker {}

    /** The runtime has a session for it and streams events. */
    record Attached(long fencingToken) implements FromWorker {}

    /** The agent waits for a message of a person. */
    record InputNeeded(long fencingToken) implements FromWorker {}

    /** The agent waits for an approval. */
    record ApprovalNeeded(long fencingToken) implements FromWorker {}

    /** The agent got what it waited for. */
    record Resumed(long fencingToken) implements FromWorker {}

    /** The agent is done. */
    record Succeeded(long fencingToken) implements FromWorker {}

    /** The review, the launch, the agent or a budget failed. */
    record Failed(long fencingToken, String reason) implements FromWorker {}

    /** The runtime confirmed that it stopped. */
    record Stopped(long fencingToken) implements FromWorker {}

    /** The runtime does not know it any more, or cannot be reached for good. */
    record Lost(long fencingToken, String reason) implements FromWorker {}

    /** The event's name in words, such as {@code launch-started}. */
    default String word() {
        return Words.of((Record) this);
    }
}
