package ai.a5c.krate.dispatch;

/** Where an attempt stands. */
public enum AttemptPhase {
    /** Nobody has it. */
    CREATED,
    /** A worker has it; nothing was launched. */
    ASSIGNED,
    /** The runtime was or is about to be asked; something may be running. */
    LAUNCHING,
    RUNNING,
    WAITING_FOR_INPUT,
    WAITING_FOR_APPROVAL,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Nobody can find it any more. */
    LOST;

    /** Whether an attempt in this phase can never move again. */
    public boolean isTerminal() {
        return switch (this) {
            case CREATED, ASSIGNED, LAUNCHING, RUNNING, WAITING_FOR_INPUT, WAITING_FOR_APPROVAL -> false;
            case SUCCEEDED, FAILED, CANCELLED, LOST -> true;
        };
    }

    /** Whether a runtime has a session for an attempt in this phase. */
    public boolean isAttached() {
        return switch (this) {
            case RUNNING, WAITING_FOR_INPUT, WAITING_FOR_APPROVAL -> true;
            case CREATED, ASSIGNED, LAUNCHING, SUCCEEDED, FAILED, CANCELLED, LOST -> false;
        };
    }

    /** As it is written in {@code status.phase}. */
    public String word() {
        return Words.of(this);
    }

    /** The phase that is written {@code word}. */
    public static AttemptPhase of(String word) {
        return Words.parse(AttemptPhase.class, word);
    }
}
