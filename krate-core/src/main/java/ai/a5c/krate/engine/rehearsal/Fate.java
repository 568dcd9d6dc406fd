package ai.a5c.krate.engine.rehearsal;

import java.util.Locale;

/**
 * What one rule makes of one event of the past.
 *
 * @param stack the stack that runs, if one does
 */
record Fate(End end, String stack, String reason) {

    static final Fate NOTHING = new Fate(End.NOTHING, "", "");

    boolean runs() {
        return end == End.RUN;
    }

    /** What it comes to. */
    enum End {
        RUN,
        JOIN,
        ASK,
        BLOCKED,
        REJECTED,
        NOTHING;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
