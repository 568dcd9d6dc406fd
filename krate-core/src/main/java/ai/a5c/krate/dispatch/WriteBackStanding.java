package ai.a5c.krate.dispatch;

/** How a requested write-back stands: open, or settled with an outcome. */
public enum WriteBackStanding {
    /** A person must decide. */
    AWAITING_APPROVAL,
    /** It may happen, and may have happened. */
    APPLYING,
    /** It is there; somebody looked. */
    APPLIED,
    /** The target was like that already: no success, no failure. */
    NO_CHANGE,
    FAILED,
    DENIED,
    /** Nobody decided in time. */
    EXPIRED,
    /** Its target moved and it was given up. */
    SUPERSEDED,
    /** The run was cancelled before it happened. */
    CANCELLED;

    /** Whether its outcome is still to come. */
    public boolean isOpen() {
        return this == AWAITING_APPROVAL || this == APPLYING;
    }

    /** Whether this outcome needs nobody's consent, because nothing happened. */
    boolean neverActed() {
        return switch (this) {
            case DENIED, EXPIRED, SUPERSEDED, CANCELLED -> true;
            case AWAITING_APPROVAL, APPLYING, APPLIED, NO_CHANGE, FAILED -> false;
        };
    }

    /** As it is written outside of Java. */
    public String word() {
        return Words.of(this);
    }

    /** The standing that is written {@code word}. */
    public static WriteBackStanding of(String word) {
        return Words.parse(WriteBackStanding.class, word);
    }
}
