package ai.a5c.krate.dispatch;

import java.util.List;

/** What must be done for a run once its new state is stored; doing it twice must be harmless. */
public sealed interface RunEffect {

    /** Ask the permission review again; its answer comes as admitted, held-for-approval or blocked. */
    record Review() implements RunEffect {}

    /** Offer the attempt to the workers; makes its row where there is none. */
    record QueueAttempt(int number) implements RunEffect {}

    /** Take the attempt through assignment, review and launch, or attach to what was launched before. */
    record LaunchAttempt(int number, long fencingToken) implements RunEffect {}

    /** Cancel the attempt, whether it was launched or not. */
    record StopAttempt(int number) implements RunEffect {}

    /** Ask a person to open a gate. */
    record RequestApproval(String approval) implements RunEffect {}

    /** Ask a person about write-backs, in one approval. */
    record RequestWriteBackApproval(List<Integer> ordinals) implements RunEffect {
        public RequestWriteBackApproval {
            ordinals = List.copyOf(ordinals);
        }
    }

    /** Check the write-back again, and apply it. */
    record ApplyWriteBack(int ordinal) implements RunEffect {}

    /** One approval is no longer needed. */
    record VoidApproval(String approval) implements RunEffect {}

    /** No approval of the run is needed any more. */
    record VoidApprovals() implements RunEffect {}

    /** Give the workspace back. */
    record ReleaseWorkspace() implements RunEffect {}

    /** Tell those who watch the run where it stands now. */
    record Notify(RunPhase phase) implements RunEffect {}
}
