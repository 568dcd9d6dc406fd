package ai.a5c.krate.dispatch;

import java.util.Set;

/**
 * What decides which actions a run allows.
 *
 * @param lastAttempt how the run's latest attempt stands to the run
 * @param attached whether an agent is at work that can be spoken to
 * @param stopping whether an attempt is still being stopped, although the run may be over
 * @param cancelRequested whether the run is to stop
 * @param capabilities what the runtime of the latest launched attempt could do, in words such as {@code resume}
 * @param conversation whether the exact id of an agent's session is known
 * @param place where that session was held
 * @param conversationTrusted whether that session was held under no less trust than the run has
 * @param branch whether the run names a branch
 * @param head how the head of that branch stands to the run's commit
 * @param review what a permission review says now to whoever asks
 */
public record RunSituation(
        RunPhase phase,
        LastAttempt lastAttempt,
        boolean attached,
        boolean stopping,
        boolean cancelRequested,
        Set<String> capabilities,
        boolean conversation,
        Place place,
        boolean conversationTrusted,
        boolean branch,
        Head head,
        Review review) {

    public RunSituation {
        capabilities = Set.copyOf(capabilities);
    }

    /** Where a conversation was held. */
    public enum Place {
        /** Its workspace is still there. */
        THERE,
        /** Its workspace was removed; an agent that goes on starts from a fresh checkout. */
        REMOVED,
        /** Its workspace and the agent's own files are on a machine that does no work now. */
        OUT_OF_REACH
    }

    /** How the branch's head stands to the run's commit. */
    public enum Head {
        UNKNOWN,
        SAME,
        MOVED,
        /** There is no such branch any more. */
        GONE
    }

    /** What a permission review says. */
    public enum Review {
        ALLOWED,
        /** A person must answer before the agent is launched. */
        NEEDS_APPROVAL,
        DENIED
    }

    boolean can(String capability) {
        return capabilities.contains(capability);
    }
}
