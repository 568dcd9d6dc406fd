package ai.a5c.krate.dispatch;

/**
 * Why an attempt waits, and behind how many.
 *
 * @param position from 1, among all that wait for the same pool, in the order in which they would start from now on
 * @param length how many wait for the same pool
 * @param message for people
 */
public record Waiting(int position, int length, Reason reason, String message) {

    /** Why an attempt waits. */
    public enum Reason {
        /** There is no pool of this name, or it takes nothing. */
        NO_CAPACITY,
        POOL_FULL,
        /** The pool takes trusted work alone, and this is not. */
        POOL_TRUSTED_ONLY,
        /** The organization has spent what it may in a day. */
        DAILY_COST,
        ORGANIZATION_LIMIT,
        REPOSITORY_LIMIT,
        STACK_LIMIT,
        WORK_ITEM_LIMIT,
        /** Others go first. */
        NOT_ITS_TURN,
        /** The next free worker takes it. */
        NEXT;

        /** As it is written outside of Java. */
        public String word() {
            return Words.of(this);
        }
    }
}
