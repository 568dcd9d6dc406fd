package ai.a5c.krate.store;

/** What a crash of the database may take back of a committed transaction; the death of a process takes nothing back. */
public enum Durability {

    /** Nothing: the commit returns once it is on the disk. */
    SYNCED,

    /**
     * All of it, as long as no later {@link #SYNCED} transaction has committed: whatever one of those wrote, everything
     * committed before it is on the disk too. For what is harmless to lose and to do again, such as a claim.
     *
     * <p>Such a transaction writes nothing that readers are told under a number, which could be given a second time:
     * {@link Transaction#put}, {@link Transaction#delete} and {@link Transaction#append} throw {@link
     * IllegalStateException}. A store that cannot do less makes it as durable as every other.
     */
    RELAXED;

    /** Throws if a transaction of this durability must not write resources or events. */
    public void requireNumbers() {
        if (this == RELAXED) {
            throw new IllegalStateException(
                    "a transaction that may be lost writes no resources and no events: readers know them by number");
        }
    }
}
