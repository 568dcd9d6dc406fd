package ai.a5c.krate.workspace;

import java.util.List;

/** The answer of {@link WorkspaceMachine#on}: the workspace moved, or the event was refused and why. */
public sealed interface Transition {

    /** The workspace to store, and what to do once it is stored. */
    record Moved(WorkspaceState state, List<WorkspaceEffect> effects) implements Transition {
        public Moved {
            effects = List.copyOf(effects);
        }
    }

    /** Nothing moved. */
    record Refused(Phase phase, String event, Reason reason) implements Transition {

        /** What people are told. */
        public String message() {
            return "%s is refused while %s: %s".formatted(event, phase.word(), reason.message());
        }
    }

    /** Why an event was refused. */
    enum Reason {
        /** A replay, or the second one who asks for the same: harmless, to be dropped. */
        ALREADY_DONE("it is so already"),
        BUSY("something else is being done to it; wait until that is over"),
        WORKSPACE_IN_USE("an attempt works in it; wait until it ends, or cancel its run"),
        WORKSPACE_PINNED("it is pinned; unpin it first, or ask with discard"),
        WORKSPACE_DIRTY("there is work in it that is nowhere else; archive it, or ask with discard to lose it"),
        HAS_ARCHIVE("it has an archive; recover it, or ask with discard to lose it"),
        NOT_READY("its directory was not made yet; provision it"),
        NOT_THERE("its directory is not there; recover or provision it"),
        NOT_LOST("its directory is where it should be"),
        NOTHING_TO_RECOVER("it was removed for good; provision it to begin anew"),
        REBASE_UNDER_WAY("a rebase is under way; resolve or abort it first"),
        NOT_REBASING("no rebase is under way"),
        WORKSPACE_REMOVED("it was removed for good; provision it to begin anew"),
        NOT_ITS_ATTEMPT("another attempt works in it"),
        NOT_ASKED("nobody asked for that");

        private final String message;

        Reason(String message) {
            this.message = message;
        }

        /** One clause for people. */
        public String message() {
            return message;
        }

        /** As it is written in the tables, such as {@code already-done}. */
        public String word() {
            return Words.of(this);
        }
    }
}
