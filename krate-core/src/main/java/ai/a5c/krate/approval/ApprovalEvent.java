package ai.a5c.krate.approval;

import ai.a5c.krate.digest.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Something that happened to an approval; the closed list of what can move it. */
public sealed interface ApprovalEvent {

    /**
     * Somebody answered.
     *
     * @param vote what they said; a no is a no to everything
     * @param shown digest of what they were shown
     * @param comment for people; may be empty
     */
    record Decided(Vote vote, ApproverStanding standing, Digest shown, String comment) implements ApprovalEvent {}

    /** Its time is up. */
    record Expired(Instant at) implements ApprovalEvent {}

    /** What would happen now has another digest. */
    record TargetMoved(Digest binding) implements ApprovalEvent {}

    /** What was approved happened. */
    record Applied() implements ApprovalEvent {}

    /** What was approved failed for good. */
    record ApplyFailed(String reason) implements ApprovalEvent {}

    /** These said yes, and would not be let now that it is to be used. */
    record ApproverRevoked(List<String> approvers) implements ApprovalEvent {
        public ApproverRevoked {
            approvers = List.copyOf(approvers);
        }
    }

    /** The run that asked was cancelled or ended. */
    record RunCancelled() implements ApprovalEvent {}

    /** The event's name in words, such as {@code target-moved}. */
    default String word() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
