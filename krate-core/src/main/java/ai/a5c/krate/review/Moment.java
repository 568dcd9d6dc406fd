package ai.a5c.krate.review;

/** When a review is asked for. */
public enum Moment {
    /** The stack is saved; no work is known yet, so nothing that depends on work is judged. */
    SAVE_STACK,
    /** Somebody wants to see what would be decided. */
    DRY_RUN,
    /** A run is about to be stored. */
    CREATE_DISPATCH,
    /** A stored attempt is about to be launched. */
    LAUNCH;

    boolean knowsWork() {
        return this != SAVE_STACK;
    }
}
