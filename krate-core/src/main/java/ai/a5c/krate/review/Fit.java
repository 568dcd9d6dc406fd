package ai.a5c.krate.review;

/** Whether a part of a grant fits the work. */
enum Fit {
    YES,
    NO,
    /** Nobody can tell: the work does not say, or the grant cannot be read. */
    UNKNOWN;

    static Fit of(boolean fits) {
        return fits ? YES : NO;
    }

    Fit and(Fit other) {
        if (this == NO || other == NO) {
            return NO;
        }
        return this == YES && other == YES ? YES : UNKNOWN;
    }

    /** Whether an allow counts: for sure, or, while no work is known, perhaps. */
    boolean allows(Moment moment) {
        return this == YES || (this == UNKNOWN && !moment.knowsWork());
    }

    /** Whether a deny counts: unless it surely does not, or, while no work is known, only for sure. */
    boolean denies(Moment moment) {
        return this == YES || (this == UNKNOWN && moment.knowsWork());
    }
}
