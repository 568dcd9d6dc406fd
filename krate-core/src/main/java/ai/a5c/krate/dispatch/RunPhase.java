package ai.a5c.krate.dispatch;

/** Where a run stands. */
public enum RunPhase {
    /** Asked for and not reviewed. */
    PENDING,
    /** An attempt waits for a worker. */
    QUEUED,
    /** A worker has the attempt, or approved write-backs are being applied. */
    RUNNING,
    /** A person must decide before the run goes on or writes back. */
    WAITING_FOR_APPROVAL,
    /** The permission review said no; leaves by another review. */
    BLOCKED,
    /** An attempt succeeded and each of its write-backs is settled. */
    SUCCEEDED,
    FAILED,
    CANCELLED;

    /** Whether a run in this phase is over; only a person's wish for one more attempt opens it again. */
    public boolean isTerminal() {
        return switch (this) {
            case PENDING, QUEUED, RUNNING, WAITING_FOR_APPROVAL, BLOCKED -> false;
            case SUCCEEDED, FAILED, CANCELLED -> true;
        };
    }

    /** As it is written in {@code status.phase}. */
    public String word() {
        return Words.of(this);
    }

    /** The phase that is written {@code word}. */
    public static RunPhase of(String word) {
        return Words.parse(RunPhase.class, word);
    }
}
