package ai.a5c.krate.failure.detect;

/** How much a finding helps whoever mends the build; the first constant helps most. */
public enum Rank {
    /** A compiler's or test's own message, with its place or name. */
    PLACED,
    /** A tool's own message of what it lacks. */
    MESSAGE,
    /** A line that calls itself an error; nothing more is known of it. */
    GENERIC,
    /** That a tool failed, in sum. */
    SUMMARY,
    /** That a step ended with an exit code. */
    EXIT
}
