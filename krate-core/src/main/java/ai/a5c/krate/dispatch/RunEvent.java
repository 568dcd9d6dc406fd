package ai.a5c.krate.dispatch;

import java.util.List;
import java.util.TreeSet;

/** Something that happened to a run; the closed list of what can move it. */
public sealed interface RunEvent {

    /** The permission review allowed the run. */
    record Admitted() implements RunEvent {}

    /** The permission review denied it, at creation or at launch. */
    record Blocked(String reason) implements RunEvent {}

    /** Somebody wants a blocked run to be reviewed again. */
    record RetryRequested(String actor) implements RunEvent {}

    /** Somebody wants one more attempt of a run that is over; it may pass the number that the policy makes by itself. */
    record AttemptRequested(int attempt, String actor) implements RunEvent {
        public AttemptRequested {
            if (attempt < 1) {
                throw new IllegalArgumentException("an attempt's number is at least 1, got " + attempt);
            }
        }
    }

    /** Somebody wants the run to stop. */
    record CancelRequested(String actor) implements RunEvent {}

    /** An event about an approval without which the run may not go on. */
    sealed interface OfGate extends RunEvent {

        /** The approval's name. */
        String approval();
    }

    /** The permission review, or the agent at work, needs a person's consent. */
    record HeldForApproval(String approval) implements OfGate {}

    /** The gate is open. */
    record GateApproved(String approval) implements OfGate {}

    /** Somebody said no. */
    record GateDenied(String approval, String reason) implements OfGate {}

    /** Nobody answered in time. */
    record GateExpired(String approval) implements OfGate {}

    /** An event about one attempt. */
    sealed interface OfAttempt extends RunEvent {

        /** The attempt's number, from 1. */
        int attempt();
    }

    /** A worker took the attempt, for the first time or over from another one. */
    record Claimed(int attempt, long fencingToken) implements OfAttempt {
        public Claimed {
            if (fencingToken < 1) {
                throw new IllegalArgumentException("a fencing token is at least 1, got " + fencingToken);
            }
        }
    }

    /** The worker gave the attempt back, because the runtime could not be reached; it was not launched. */
    record Postponed(int attempt, String reason) implements OfAttempt {}

    /** The attempt is over. */
    sealed interface AttemptEnded extends OfAttempt {}

    /** The agent is done and wants {@code requested} to be written back. */
    record AttemptSucceeded(int attempt, List<RequestedWriteBack> requested) implements AttemptEnded {
        public AttemptSucceeded {
            requested = List.copyOf(requested);
            if (requested.stream().map(RequestedWriteBack::ordinal).distinct().count() != requested.size()) {
                throw new IllegalArgumentException("two write-backs have one ordinal");
            }
        }
    }

    /** The agent, its launch or its budget failed. */
    record AttemptFailed(int attempt, String reason, boolean retryable) implements AttemptEnded {}

    /** Nobody can find the attempt any more. */
    record AttemptLost(int attempt, String reason, boolean retryable) implements AttemptEnded {

        /** One that is tried again while the policy has attempts left. */
        public AttemptLost(int attempt, String reason) {
            this(attempt, reason, true);
        }
    }

    /** The attempt was stopped. */
    record AttemptCancelled(int attempt) implements AttemptEnded {}

    /** An event about requested write-backs. */
    sealed interface OfWriteBacks extends RunEvent {

        /** Which, sorted. */
        List<Integer> ordinals();
    }

    /** A person allowed these. */
    record WriteBackApproved(List<Integer> ordinals) implements OfWriteBacks {
        public WriteBackApproved {
            ordinals = sorted(ordinals);
        }
    }

    /** A person forbade these. */
    record WriteBackDenied(List<Integer> ordinals) implements OfWriteBacks {
        public WriteBackDenied {
            ordinals = sorted(ordinals);
        }
    }

    /** These need a person after all: a target moved, or a risk was found before they were applied. */
    record WriteBackHeld(List<Integer> ordinals) implements OfWriteBacks {
        public WriteBackHeld {
            ordinals = sorted(ordinals);
        }
    }

    /** What came of one. */
    record WriteBackSettled(int ordinal, WriteBackStanding outcome) implements OfWriteBacks {
        public WriteBackSettled {
            if (outcome.isOpen()) {
                throw new IllegalArgumentException(
                        "write-back %d cannot be settled as %s".formatted(ordinal, outcome.word()));
            }
        }

        @Override
        public List<Integer> ordinals() {
            return List.of(ordinal);
        }
    }

    /** A write-back that an agent wants, and whether a person must decide on it. */
    record RequestedWriteBack(int ordinal, boolean needsApproval) {}

    /** The event's name in words, such as {@code gate-approved}. */
    default String word() {
        return Words.of((Record) this);
    }

    private static List<Integer> sorted(List<Integer> ordinals) {
        if (ordinals.isEmpty()) {
            throw new IllegalArgumentException("an event about write-backs names at least one");
        }
        return List.copyOf(new TreeSet<>(ordinals));
    }
}
