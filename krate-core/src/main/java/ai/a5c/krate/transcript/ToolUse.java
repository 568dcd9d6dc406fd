package ai.a5c.krate.transcript;

import java.util.Locale;

/**
 * A tool that was called.
 *
 * @param name the tool
 * @param call what tells this call from another; may be empty
 * @param answer what it answered
 * @param answered the sequence of the answer, 0 for none
 */
public record ToolUse(String name, String call, State state, String answer, long answered) {

    /** Whether call and answer are both there. */
    public enum State {
        /** No answer in this window. */
        OPEN,
        ANSWERED,
        /** The call is not in this window. */
        ANSWER_ONLY;

        /** The word for programs. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
