package ai.a5c.krate.workspace;

/** Where a workspace stands. */
public enum Phase {
    /** It is recorded, and its directory is being made, or could not be made. */
    PROVISIONING,
    /** Its directory is there, and no attempt has worked in it. */
    PROVISIONED,
    /** An attempt works in it. */
    IN_USE,
    /** No attempt works in it any more; its directory is kept. */
    RELEASED,
    /** A rebase stopped at conflicts that somebody must resolve. */
    REBASING,
    /** What was in it is kept as a blob; its directory is gone. */
    ARCHIVED,
    /** Its directory is not where it should be. */
    LOST,
    /** Its directory is gone for good, and so is its archive. */
    REMOVED;

    /** As it is written in {@code status.phase}. */
    public String word() {
        return Words.of(this);
    }

    /** Whether its directory should be there. */
    public boolean hasDirectory() {
        return this == PROVISIONED || this == IN_USE || this == RELEASED || this == REBASING;
    }
}
