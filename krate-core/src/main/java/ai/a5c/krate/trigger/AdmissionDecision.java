package ai.a5c.krate.trigger;

import ai.a5c.krate.kind.execution.AgentTriggerExecution.Decision;
import ai.a5c.krate.resource.Reason;
import java.util.List;
import java.util.Optional;

/** What comes of a match. */
public sealed interface AdmissionDecision {

    /** Whether a run is made, at once or in its turn. */
    default boolean makesRun() {
        return this instanceof Create || this instanceof CancelPrevious || this instanceof Queue;
    }

    /** As it is stored with the trigger execution. */
    Decision outcome();

    /** Why, for the organization's own people. */
    Reason reason();

    /** A run is created now. */
    record Create() implements AdmissionDecision {

        @Override
        public Decision outcome() {
            return Decision.CREATED;
        }

        @Override
        public Reason reason() {
            return AdmissionCode.ADMITTED.because("nothing stands in the way");
        }
    }

    /** The event joins {@code run}, which does the same work already. */
    record Coalesce(String run, Reason reason) implements AdmissionDecision {

        @Override
        public Decision outcome() {
            return Decision.COALESCED;
        }
    }

    /**
     * A run is created and waits its turn.
     *
     * @param supersedes the run that waited before, which this one replaces
     */
    record Queue(Optional<String> supersedes, Reason reason) implements AdmissionDecision {

        @Override
        public Decision outcome() {
            return Decision.QUEUED;
        }
    }

    /** {@code runs} are cancelled, the oldest first, and a run is created. */
    record CancelPrevious(List<String> runs, Reason reason) implements AdmissionDecision {

        public CancelPrevious {
            runs = List.copyOf(runs);
        }

        @Override
        public Decision outcome() {
            return Decision.CREATED;
        }
    }

    /** Nothing happens. */
    record Reject(Reason reason) implements AdmissionDecision {

        @Override
        public Decision outcome() {
            return Decision.REJECTED;
        }
    }

    /** The event is Krate's own doing, and starts nothing. */
    record Suppress(Reason reason) implements AdmissionDecision {

        @Override
        public Decision outcome() {
            return Decision.SUPPRESSED;
        }
    }

    /** A maintainer is asked first. */
    record AwaitApproval(Reason reason) implements AdmissionDecision {

        @Override
        public Decision outcome() {
            return Decision.AWAITING_APPROVAL;
        }
    }
}
