package ai.a5c.krate.dispatch;

import java.util.List;

/**
 * The answer of a state machine: the state moved, or the event was refused and why.
 *
 * @param <S> the state
 * @param <F> the effects
 */
public sealed interface Transition<S, F> {

    /**
     * The state to store, and what to do once it is stored, in order.
     *
     * @param <S> the state
     * @param <F> the effects
     */
    record Moved<S, F>(S state, List<F> effects) implements Transition<S, F> {
        public Moved {
            effects = List.copyOf(effects);
        }
    }

    /**
     * Nothing moved.
     *
     * @param phase the word of the phase that refused
     * @param event the word of the event, such as {@code cancel-requested}
     * @param <S> the state
     * @param <F> the effects
     */
    record Refused<S, F>(String phase, String event, Reason reason) implements Transition<S, F> {

        /** What people are told. */
        public String message() {
            return "%s is refused while %s: %s".formatted(event, phase, reason.message());
        }
    }

    /** Why an event was refused. */
    enum Reason {
        /** A replay: harmless, to be dropped. */
        ALREADY_DONE("it already took effect, or its question was already answered"),
        ALREADY_ENDED("it has ended; start a new run instead"),
        NOT_IN_THIS_PHASE("it makes no sense in this phase"),
        CANCEL_REQUESTED("it is being cancelled"),
        STALE_TOKEN("another worker has taken over with a higher fencing token"),
        UNKNOWN_TOKEN("this fencing token was never handed out"),
        UNKNOWN_ATTEMPT("there is no attempt with this number"),
        ATTEMPT_OVER("this attempt has ended"),
        NOT_CLAIMED("no worker has claimed the attempt"),
        UNKNOWN_GATE("the run does not wait for this approval"),
        UNKNOWN_WRITE_BACK("the run has not requested this write-back"),
        ORDINAL_TAKEN("a write-back with this ordinal was requested before"),
        NOT_APPROVED("nobody has approved this write-back"),
        SETTLED_OTHERWISE("the write-back is settled with another outcome");

        private final String message;

        Reason(String message) {
            this.message = message;
        }

        /** One clause for people. */
        public String message() {
            return message;
        }

        /** As it is written outside of Java, such as {@code already-done}. */
        public String word() {
            return Words.of(this);
        }
    }
}
