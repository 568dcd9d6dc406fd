package ai.a5c.krate.approval;

import java.util.List;
import java.util.Locale;

/** The answer of {@link ApprovalMachine#on}: the approval moved, or the event was refused and why. */
public sealed interface Transition {

    /** The approval to store, and what to do once it is stored, in order. */
    record Moved(ApprovalState state, List<ApprovalEffect> effects) implements Transition {
        public Moved {
            effects = List.copyOf(effects);
        }
    }

    /** Nothing moved. */
    record Refused(ApprovalPhase phase, String event, Reason reason) implements Transition {

        /** What people are told. */
        public String message() {
            return "%s is refused while %s: %s".formatted(event, phase.word(), reason.message());
        }
    }

    /** Why an event was refused. */
    enum Reason {
        /** A replay: harmless, to be dropped. */
        ALREADY_DONE("it already took effect"),
        ALREADY_DECIDED("the approval is already decided"),
        NOT_APPROVED("nobody has approved it"),
        NOT_YET("its time is not up"),
        NOT_MOVED("what would happen is still what was shown"),
        AGENT("an agent never decides"),
        NOT_PERMITTED("deciding needs write permission or the approver role"),
        OWN_REQUEST("nobody approves what they or their agent asked for; ask somebody else"),
        STALE("what would happen has changed since it was shown; look again and decide"),
        TOO_LATE("its time is up; ask again"),
        UNKNOWN_EFFECT("it names an effect that was not asked for"),
        NO_EFFECT("it approves none of the effects; name at least one or deny"),
        NOTHING_IN_COMMON("the first approval covers none of these effects; approve one of them or deny");

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
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
