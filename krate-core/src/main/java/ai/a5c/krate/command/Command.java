package ai.a5c.krate.command;

import java.util.Optional;

/** What one line that begins with {@code /krate} asks for. */
public sealed interface Command {

    /**
     * The line from its command on; the same for the same request, however it is spaced.
     *
     * <p>Data of whoever wrote it.
     */
    String text();

    /**
     * An agent is to start: {@code fix}, {@code diagnose} or {@code review}.
     *
     * @param words what follows: modifiers, then whatever the agent shall know
     */
    record Start(Verb verb, String words) implements Command {

        @Override
        public String text() {
            return words.isEmpty() ? verb.word() : verb.word() + " " + words;
        }
    }

    /**
     * A person agrees.
     *
     * @param id of the question; empty for the only one
     */
    record Approve(Optional<String> id) implements Command {

        @Override
        public String text() {
            return Verb.APPROVE.word() + id.map(" "::concat).orElse("");
        }
    }

    /**
     * A person does not.
     *
     * @param id of the question; empty for the only one
     * @param why in their words; empty for none
     */
    record Deny(Optional<String> id, String why) implements Command {

        @Override
        public String text() {
            return Verb.DENY.word() + id.map(" "::concat).orElse("") + (why.isEmpty() ? "" : " " + why);
        }
    }

    /**
     * An outsider's request may run at this head.
     *
     * @param commit 7 to 64 hex digits in lower case
     */
    record Admit(String commit) implements Command {

        @Override
        public String text() {
            return Verb.OK.word() + " " + commit;
        }
    }

    /**
     * A run is to stop.
     *
     * @param run its name; empty for the only one
     */
    record Cancel(Optional<String> run) implements Command {

        @Override
        public String text() {
            return Verb.CANCEL.word() + run.map(" "::concat).orElse("");
        }
    }

    /**
     * A run is to be tried again.
     *
     * @param run its name; empty for the latest
     */
    record Retry(Optional<String> run) implements Command {

        @Override
        public String text() {
            return Verb.RETRY.word() + run.map(" "::concat).orElse("");
        }
    }

    /** Somebody wants to know how things stand. */
    record Status() implements Command {

        @Override
        public String text() {
            return Verb.STATUS.word();
        }
    }

    /** Somebody wants to know what can be said. */
    record Help() implements Command {

        @Override
        public String text() {
            return Verb.HELP.word();
        }
    }

    /**
     * Nothing that can be done.
     *
     * @param text what stands behind {@code /krate}, bounded
     */
    record Unclear(String text, Fault fault) implements Command {}
}
