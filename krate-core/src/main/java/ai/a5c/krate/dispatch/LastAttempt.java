package ai.a5c.krate.dispatch;

/** How the latest attempt of a run stands, as far as the run must know. */
public enum LastAttempt {
    /** There was none. */
    NONE,
    /** It is queued, at work or parked while the run waits. */
    OPEN,
    SUCCEEDED,
    FAILED,
    LOST,
    /** Stopped, or closed before it was launched. */
    CANCELLED;

    /** As it is written outside of Java. */
    public String word() {
        return Words.of(this);
    }

    /** The standing that is written {@code word}. */
    public static LastAttempt of(String word) {
        return Words.parse(LastAttempt.class, word);
    }
}
