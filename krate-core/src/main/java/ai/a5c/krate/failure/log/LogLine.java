package ai.a5c.krate.failure.log;

/**
 * One line of a log, cleaned.
 *
 * @param number counted from 1 in the whole log
 * @param branch the parallel branch, package or container whose prefix it bore; empty for none
 * @param text without prefixes, times and escape sequences; its indentation is kept
 */
public record LogLine(long number, String branch, String text) {

    /** The text without white space around it. */
    public String trimmed() {
        return text.strip();
    }
}
